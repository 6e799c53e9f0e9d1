-- What do the records of the table ``listed`` tell, after judgement?
-- One row a record, in order of place. Who acts or speaks is actor, and so are both sides of an assessment; to whom or of whom
-- is recipient: codes of countries, else names, else the words. The holder is who vouches for it, of a statement who is
-- quoted, null for the author.
-- Rows are looked for by their documents first: those of one stand together, so that a table is passed over in a glance.
WITH pages AS MATERIALIZED (SELECT * FROM documents WHERE id IN (SELECT document FROM listed)),
sides AS MATERIALIZED (
    SELECT document, record, role, ordinal, country, coalesce(name, text) AS name
    FROM judged_participants
    WHERE role IN ('actor', 'recipient', 'source', 'about', 'dyad', 'voice')
      AND document IN (SELECT document FROM listed) AND record IN (SELECT id FROM listed)
),
parties AS (
    SELECT document, record,
           list_distinct(flatten(list(shown ORDER BY ordinal) FILTER (role IN ('actor', 'source', 'dyad')))) AS actor,
           list_distinct(flatten(list(shown ORDER BY ordinal) FILTER (role IN ('recipient', 'about')))) AS recipient,
           any_value(name) FILTER (role = 'source') AS source
    FROM (SELECT *, CASE WHEN len(country) > 0 THEN country ELSE [name] END AS shown FROM sides)
    GROUP BY document, record
),
spoken AS (
    SELECT document, record, depth, author FROM voices
    WHERE document IN (SELECT document FROM listed) AND record IN (SELECT id FROM listed)
),
holders AS (
    -- the innermost holder of each chain, none where that is the author
    SELECT v.document, v.record, arg_max_null(CASE WHEN v.author THEN NULL ELSE p.name END, v.depth) AS holder
    FROM spoken v
    LEFT JOIN sides p ON p.document = v.document AND p.record = v.record AND p.role = 'voice' AND p.ordinal = v.depth
    GROUP BY v.document, v.record
),
pieces AS (
    SELECT * FROM spans
    WHERE role IN ('evidence', 'content')
      AND document IN (SELECT document FROM listed) AND record IN (SELECT id FROM listed)
),
passages AS (
    SELECT s.document, s.record,
           string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal) AS passage
    FROM pieces s JOIN pages d ON d.id = s.document
    GROUP BY s.document, s.record
),
records AS MATERIALIZED (
    SELECT document, id, event_type AS type, mode, quad, intensity, factuality, NULL AS direction, NULL AS stance, contexts,
           date_text, date_from, date_to, voice_kind, confidence, trigger_start AS word_start, trigger_end AS word_end
    FROM events WHERE document IN (SELECT document FROM listed) AND id IN (SELECT id FROM listed)
    UNION ALL
    SELECT document, id, quote, NULL, NULL, NULL, NULL, NULL, stance, contexts, NULL, NULL, NULL, voice_kind, confidence, cue_start, cue_end
    FROM statements WHERE document IN (SELECT document FROM listed) AND id IN (SELECT id FROM listed)
    UNION ALL
    SELECT document, id, aspect, NULL, NULL, NULL, NULL, direction, NULL, contexts, NULL, NULL, NULL, voice_kind, confidence, trigger_start, trigger_end
    FROM assessments WHERE document IN (SELECT document FROM listed) AND id IN (SELECT id FROM listed)
),
worded AS MATERIALIZED (
    -- by itself, so that no whole text goes with each row from here on
    SELECT r.document, r.id, substring(d.text, r.word_start + 1, r.word_end - r.word_start) AS words
    FROM records r JOIN pages d ON d.id = r.document
)
SELECT l.kind, l.id, l.document, d.title, d.outlet, d.published, d.genre,
       coalesce(j.event_type, j.aspect, r.type) AS type,
       CASE WHEN j.event_type IS NULL THEN r.mode ELSE j.mode END AS mode,
       coalesce(j.quad, r.quad) AS quad,
       CASE WHEN j.event_type IS NULL THEN r.intensity ELSE j.intensity END AS intensity,
       coalesce(j.factuality, r.factuality) AS factuality,
       CASE WHEN j.aspect IS NULL THEN r.direction ELSE j.direction END AS direction,
       coalesce(j.stance, r.stance) AS stance, r.contexts,
       coalesce(p.actor, []) AS actor, coalesce(p.recipient, []) AS recipient,
       CASE WHEN r.date_text IS NULL THEN d.published ELSE r.date_from END AS day_from,
       CASE WHEN r.date_text IS NULL THEN d.published ELSE r.date_to END AS day_to,
       coalesce(p.source, h.holder) AS holder, coalesce(j.voice_kind, r.voice_kind, 'unknown') AS voice_kind,
       r.confidence, j.verdict AS judged,
       w.words, coalesce(passages.passage, w.words) AS passage
FROM listed l
JOIN records r ON r.document = l.document AND r.id = l.id
JOIN worded w ON w.document = l.document AND w.id = l.id
JOIN pages d ON d.id = l.document
LEFT JOIN parties p ON p.document = l.document AND p.record = l.id
LEFT JOIN holders h ON h.document = l.document AND h.record = l.id
LEFT JOIN passages ON passages.document = l.document AND passages.record = l.id
LEFT JOIN standing_judgements j ON j.document = l.document AND j.record = l.id
ORDER BY l.place

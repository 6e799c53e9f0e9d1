-- Which events of the batch's documents report the happening that another event reports, too?
-- $w: weights by feature; $days: how far apart two reports may lie; $wide: no day is told by so many days or more.
-- Only events of one text or its copies, or with a party or the place's country in common, are compared. ``news``: how
-- often a party is in the news, in a thousand events; $rare: of those that it does not list; $long: a long text's words.
INSERT INTO event_links
WITH every AS (
    SELECT r.*, m.words AS text_words, m.parties, day_to - day_from < $wide AS narrow
    FROM reports r JOIN marks m USING (document)
),
twins AS (SELECT a AS one, b AS other FROM copy_links UNION ALL SELECT b, a FROM copy_links),
fresh AS (SELECT * FROM every WHERE document IN (SELECT document FROM batch)),
keyed AS (
    SELECT event, day_from, day_to, key, coalesce(news.rate, $rare) AS rate
    FROM (SELECT event, day_from, day_to, unnest(keys) AS key FROM every WHERE narrow) LEFT JOIN news USING (key)
),
fresh_keyed AS (SELECT event, day_from, day_to, unnest(keys) AS key FROM fresh WHERE narrow),
compared AS (
    SELECT a, b, min(rate) AS rate, count(DISTINCT key) AS keys FROM (
        SELECT least(f.event, o.event) AS a, greatest(f.event, o.event) AS b, key, o.rate
        FROM fresh_keyed f JOIN keyed o USING (key)
        WHERE f.event <> o.event AND o.day_from <= f.day_to + $days AND o.day_to >= f.day_from - $days
        UNION ALL
        SELECT least(f.event, o.event), greatest(f.event, o.event), NULL, NULL
        FROM fresh f JOIN every o ON f.document = o.document AND f.event <> o.event
        UNION ALL
        SELECT least(f.event, o.event), greatest(f.event, o.event), NULL, NULL
        FROM fresh f JOIN twins ON twins.one = f.document JOIN every o ON o.document = twins.other
    )
    GROUP BY a, b
),
features AS (
    SELECT a.document AS a_document, a.event AS a, b.document AS b_document, b.event AS b,
           a.document = b.document AS one_document,
           twins.one IS NOT NULL AS copies,
           a.event_type = b.event_type AS same_type,
           a.sign <> b.sign AS other_sign,
           compared.keys >= 2 AS two_parties,
           ln(coalesce(rate, $rare)) AS busy,
           list_has_any(a.actor, b.recipient) AND list_has_any(a.recipient, b.actor)
               AND NOT (list_has_any(a.actor, b.actor) AND list_has_any(a.recipient, b.recipient)) AS swapped,
           (len(a.actor) > 0 AND len(b.actor) > 0 AND NOT list_has_any(a.actor, b.actor))
               OR (len(a.recipient) > 0 AND len(b.recipient) > 0 AND NOT list_has_any(a.recipient, b.recipient))
               AS other_party,
           greatest(0, date_diff('day', least(a.day_to, b.day_to), greatest(a.day_from, b.day_from))) AS gap,
           a.day_told AND b.day_told AND a.narrow AND b.narrow AS told,
           coalesce(a.place <> b.place, false) AS other_place,
           2 * len(list_intersect(a.words, b.words)) / greatest(1, len(a.words) + len(b.words)) AS words,
           ln(1 + len(list_intersect(a.text_words, b.text_words))) AS text,
           a.trigger = b.trigger AS same_trigger,
           len(a.parties) = 2 AND a.parties = b.parties AS same_parties,
           least(len(a.text_words), len(b.text_words)) >= $long AS long
    FROM compared JOIN every a ON a.event = compared.a JOIN every b ON b.event = compared.b
    LEFT JOIN twins ON twins.one = a.document AND twins.other = b.document
),
scored AS (
    SELECT a_document, a, b_document, b,
           CASE WHEN one_document THEN $w.one_document ELSE $w.base + $w.busy * busy END + $w.words * words
           + CASE WHEN same_type THEN $w.same_type ELSE 0 END
           + CASE WHEN other_sign THEN $w.other_sign ELSE 0 END
           + CASE WHEN two_parties THEN $w.two_parties ELSE 0 END
           + CASE WHEN swapped THEN $w.swapped ELSE 0 END
           + CASE WHEN gap > 2 THEN $w.days_apart ELSE 0 END
           + CASE WHEN told AND gap >= 2 THEN $w.told_apart ELSE 0 END
           + CASE WHEN other_place THEN $w.other_place ELSE 0 END
           + CASE WHEN same_trigger THEN $w.same_trigger ELSE 0 END
           + CASE WHEN one_document THEN 0 ELSE $w.text * text END
           + CASE WHEN long AND same_parties AND NOT one_document THEN $w.articles ELSE 0 END
           + CASE WHEN one_document AND other_party THEN $w.other_party ELSE 0 END
           + CASE WHEN one_document AND NOT same_type THEN $w.other_type ELSE 0 END
           + CASE WHEN copies AND same_type AND words >= 0.8 THEN $w.copied ELSE 0 END AS score
    FROM features
)
SELECT * FROM scored WHERE score > 0

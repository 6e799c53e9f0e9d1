-- Which directed dyads does each event of the batch's documents tie?
-- $bodies: names of the bodies that act for themselves and no state.
-- An actor is the country it resolves to, each of them where there are several, and a body of no state itself.
-- The day is the event's where the text tells one, that of publication where it tells none.
INSERT INTO dyad_events
WITH named AS (
    SELECT document, record, role, ordinal, sector,
           unnest(CASE WHEN len(country) > 0 THEN country
                       WHEN list_contains($bodies, name) THEN [name] ELSE [] END) AS party
    FROM judged_participants
    WHERE role IN ('actor', 'recipient') AND document IN (SELECT document FROM batch)
),
parties AS (
    -- of several who act for one country the first whose sector is known tells the sector
    SELECT document, record, role, party, min_by(sector, ordinal) AS sector FROM named
    GROUP BY document, record, role, party
)
SELECT 'dragoman', e.document, e.id, act.party, rec.party, e.event_type, e.mode, e.quad, e.intensity, e.contexts,
       e.factuality, coalesce(e.voice_kind, 'unknown'),
       CASE WHEN e.date_text IS NULL THEN d.published ELSE e.date_from END AS day_from,
       CASE WHEN e.date_text IS NULL THEN d.published ELSE e.date_to END AS day_to,
       CASE WHEN e.date_text IS NULL THEN CASE WHEN d.published IS NOT NULL THEN 'published' END
            WHEN e.date_from IS NOT NULL AND e.date_to IS NOT NULL THEN 'event' END,
       d.published, d.outlet, i.incident, false, act.sector, rec.sector,
       coalesce(act.party > rec.party AND back.party IS NOT NULL AND forth.party IS NOT NULL, false) AS mirrored,
       CASE WHEN mirrored THEN back.sector END
FROM judged_events e
JOIN documents d ON d.id = e.document
JOIN incident_events i ON i.document = e.document AND i.event = e.id
JOIN parties act ON act.document = e.document AND act.record = e.id AND act.role = 'actor'
JOIN parties rec ON rec.document = e.document AND rec.record = e.id AND rec.role = 'recipient'
LEFT JOIN parties back ON back.document = e.document AND back.record = e.id AND back.role = 'actor' AND back.party = rec.party
LEFT JOIN parties forth ON forth.document = e.document AND forth.record = e.id AND forth.role = 'recipient' AND forth.party = act.party
WHERE act.party <> rec.party AND NOT e.figurative
ORDER BY e.document, e.ordinal, act.party, rec.party

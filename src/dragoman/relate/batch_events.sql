-- By what is each event of the batch's documents compared: parties, days, place, passages?
-- $bodies: names of the bodies that act for themselves and no state.
WITH sides AS (
    SELECT document, record,
           list(party) FILTER (role = 'actor') AS actor,
           list(party) FILTER (role = 'recipient') AS recipient,
           list(party) FILTER (keyed) AS keys
    FROM (
        SELECT document, record, role, len(country) > 0 OR list_contains($bodies, name) AS keyed,
               unnest(CASE WHEN len(country) > 0 THEN country
                           WHEN name IS NOT NULL THEN [name] ELSE [] END) AS party
        FROM judged_participants
        WHERE role IN ('actor', 'recipient') AND document IN (SELECT document FROM batch)
    )
    GROUP BY document, record
),
passages AS (
    SELECT s.document, s.record,
           list(substring(d.text, s.start_char + 1, s.end_char - s.start_char) ORDER BY s.ordinal) AS passages
    FROM spans s JOIN documents d ON d.id = s.document
    WHERE s.role = 'evidence' AND s.document IN (SELECT document FROM batch)
    GROUP BY s.document, s.record
)
SELECT e.document, e.id AS event, e.event_type, e.quad, sides.actor, sides.recipient,
       list_concat(coalesce(sides.keys, []), CASE WHEN e.place_country IS NULL THEN [] ELSE [e.place_country] END) AS keys,
       CASE WHEN e.date_text IS NULL THEN d.published ELSE e.date_from END AS day_from,
       CASE WHEN e.date_text IS NULL THEN d.published ELSE e.date_to END AS day_to,
       e.date_from IS NOT NULL AND e.date_to IS NOT NULL AS day_told,
       CASE WHEN e.place_precision = 'city' THEN coalesce(e.place_entity, e.place_name) END AS place,
       substring(d.text, e.trigger_start + 1, e.trigger_end - e.trigger_start) AS trigger, passages.passages
FROM judged_events e
JOIN documents d ON d.id = e.document
LEFT JOIN sides ON sides.document = e.document AND sides.record = e.id
LEFT JOIN passages ON passages.document = e.document AND passages.record = e.id
WHERE e.document IN (SELECT document FROM batch)
ORDER BY e.document, e.ordinal

-- The reports in the batch as GDELT 2.0's Mentions have them, a row a report and directed dyad.
-- A document without an address is named by its id, with GDELT's type for what is only cited.
SELECT r.number AS "GlobalEventID",
       strftime(l.published, '%Y%m%d000000') AS "EventTimeDate",
       strftime(r.published, '%Y%m%d000000') AS "MentionTimeDate",
       CASE WHEN d.url IS NULL THEN 2 ELSE 1 END AS "MentionType",
       r.outlet AS "MentionSourceName",
       coalesce(d.url, r.document) AS "MentionIdentifier",
       NULL AS "SentenceID",
       act.start_char AS "Actor1CharOffset",
       rec.start_char AS "Actor2CharOffset",
       e.trigger_start AS "ActionCharOffset",
       1 AS "InRawText",
       round(e.confidence * 100)::INTEGER AS "Confidence",
       d.size AS "MentionDocLen",
       NULL AS "MentionDocTone",
       NULL AS "MentionDocTranslationInfo",
       NULL AS "Extras"
FROM reports r
JOIN batch c ON c.document = r.document AND c.event = r.event
JOIN firsts l ON l.number = r.number
JOIN (SELECT id, url, length(text) AS size FROM documents) d ON d.id = r.document
JOIN judged_events e ON e.document = r.document AND e.id = r.event
LEFT JOIN sides act ON act.document = r.document AND act.event = r.event AND act.role = 'actor' AND act.party = r.actor
LEFT JOIN sides rec ON rec.document = r.document AND rec.event = r.event AND rec.role = 'recipient' AND rec.party = r.recipient
ORDER BY c.day NULLS LAST, c.document, c.ordinal, r.number

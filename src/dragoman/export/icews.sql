-- The events of the batch as ICEWS has them, a row an event and directed dyad.
WITH named AS (
    SELECT s.document, s.event, s.role, s.party, coalesce(s.name, p.name, s.party) AS name,
           array_to_string(list_distinct(list(x.icews ORDER BY x.icews)), ',') AS words
    FROM (SELECT *, unnest(CASE WHEN len(sectors) > 0 THEN sectors ELSE [NULL] END) AS sector FROM sides) s
    LEFT JOIN sectors x ON x.sector = s.sector
    LEFT JOIN parties p ON p.party = s.party
    GROUP BY ALL
)
SELECT t.event || '-' || row_number() OVER (PARTITION BY t.document, t.event ORDER BY t.actor, t.recipient) AS "Event ID",
       c.day AS "Event Date",
       act.name AS "Source Name",
       act.words AS "Source Sectors",
       CASE WHEN source.fips IS NOT NULL OR source.cameo IS NOT NULL THEN source.icews END AS "Source Country",
       coalesce(code.label, t.event_type) AS "Event Text",
       code.code AS "CAMEO Code",
       t.intensity AS "Intensity",
       rec.name AS "Target Name",
       rec.words AS "Target Sectors",
       CASE WHEN target.fips IS NOT NULL OR target.cameo IS NOT NULL THEN target.icews END AS "Target Country",
       t.document AS "Story ID",
       NULL AS "Sentence Number",
       c.outlet AS "Publisher",
       CASE WHEN e.place_precision = 'city' THEN e.place_name END AS "City",
       NULL AS "District",
       CASE WHEN e.place_precision = 'region' THEN e.place_name END AS "Province",
       land.icews AS "Country",
       e.place_latitude AS "Latitude",
       e.place_longitude AS "Longitude"
FROM dyad_events t
JOIN batch c ON c.document = t.document AND c.event = t.event
JOIN judged_events e ON e.document = t.document AND e.id = t.event
LEFT JOIN named act ON act.document = t.document AND act.event = t.event AND act.role = 'actor' AND act.party = t.actor
LEFT JOIN named rec ON rec.document = t.document AND rec.event = t.event AND rec.role = 'recipient' AND rec.party = t.recipient
LEFT JOIN parties source ON source.party = t.actor
LEFT JOIN parties target ON target.party = t.recipient
LEFT JOIN parties land ON land.party = e.place_country
LEFT JOIN cameo code ON code.event_type = t.event_type AND code.mode = coalesce(t.mode, '')
WHERE t.origin = 'dragoman'
ORDER BY c.day NULLS LAST, t.document, e.ordinal, t.actor, t.recipient

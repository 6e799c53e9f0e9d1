-- The incidents whose first report is in the batch as GDELT 2.0's Events have them, a row an incident and directed dyad.
-- Places: 1 country, 2 state of the USA, 3 city there, 4 city elsewhere, 5 province elsewhere, 0 none.
WITH roles AS (
    SELECT s.document, s.event, s.role, s.party, list_distinct(list(x.cameo ORDER BY x.cameo)) AS codes
    FROM (SELECT document, event, role, party, unnest(sectors) AS sector FROM sides) s
    JOIN sectors x ON x.sector = s.sector AND x.cameo IS NOT NULL
    GROUP BY ALL
),
placed AS (
    SELECT e.document, e.id AS event, e.place_country, e.place_latitude, e.place_longitude,
           CASE e.place_precision WHEN 'state' THEN 1
                                  WHEN 'region' THEN CASE WHEN e.place_country = 'USA' THEN 2 ELSE 5 END
                                  WHEN 'city' THEN CASE WHEN e.place_country = 'USA' THEN 3 ELSE 4 END ELSE 0 END AS kind,
           CASE WHEN e.place_precision = 'state' OR p.name IS NULL THEN e.place_name
                ELSE e.place_name || ', ' || p.name END AS full_name,
           p.fips
    FROM judged_events e
    LEFT JOIN parties p ON p.party = e.place_country
    WHERE e.place_precision IS NOT NULL AND e.document IN (SELECT document FROM batch)
)
SELECT l.number AS "GlobalEventID",
       strftime(l.told, '%Y%m%d') AS "Day",
       strftime(l.told, '%Y%m') AS "MonthYear",
       year(l.told) AS "Year",
       printf('%.4f', year(l.told) + ((month(l.told) - 1) * 30 + day(l.told)) / 365.0) AS "FractionDate",
       concat(coalesce(one.cameo, one.group_code), array_to_string(act.codes, '')) AS "Actor1Code",
       upper(coalesce(one.name, l.actor)) AS "Actor1Name",
       one.cameo AS "Actor1CountryCode",
       one.group_code AS "Actor1KnownGroupCode",
       NULL AS "Actor1EthnicCode",
       NULL AS "Actor1Religion1Code",
       NULL AS "Actor1Religion2Code",
       act.codes[1] AS "Actor1Type1Code",
       act.codes[2] AS "Actor1Type2Code",
       act.codes[3] AS "Actor1Type3Code",
       concat(coalesce(two.cameo, two.group_code), array_to_string(rec.codes, '')) AS "Actor2Code",
       upper(coalesce(two.name, l.recipient)) AS "Actor2Name",
       two.cameo AS "Actor2CountryCode",
       two.group_code AS "Actor2KnownGroupCode",
       NULL AS "Actor2EthnicCode",
       NULL AS "Actor2Religion1Code",
       NULL AS "Actor2Religion2Code",
       rec.codes[1] AS "Actor2Type1Code",
       rec.codes[2] AS "Actor2Type2Code",
       rec.codes[3] AS "Actor2Type3Code",
       l.lead::INTEGER AS "IsRootEvent",
       code.code AS "EventCode",
       left(code.code, 3) AS "EventBaseCode",
       left(code.code, 2) AS "EventRootCode",
       q.number AS "QuadClass",
       l.intensity AS "GoldsteinScale",
       l.mentions AS "NumMentions",
       l.sources AS "NumSources",
       l.articles AS "NumArticles",
       NULL AS "AvgTone",
       0 AS "Actor1Geo_Type",
       NULL AS "Actor1Geo_FullName",
       NULL AS "Actor1Geo_CountryCode",
       NULL AS "Actor1Geo_ADM1Code",
       NULL AS "Actor1Geo_ADM2Code",
       NULL AS "Actor1Geo_Lat",
       NULL AS "Actor1Geo_Long",
       NULL AS "Actor1Geo_FeatureID",
       0 AS "Actor2Geo_Type",
       NULL AS "Actor2Geo_FullName",
       NULL AS "Actor2Geo_CountryCode",
       NULL AS "Actor2Geo_ADM1Code",
       NULL AS "Actor2Geo_ADM2Code",
       NULL AS "Actor2Geo_Lat",
       NULL AS "Actor2Geo_Long",
       NULL AS "Actor2Geo_FeatureID",
       coalesce(placed.kind, 0) AS "ActionGeo_Type",
       placed.full_name AS "ActionGeo_FullName",
       placed.fips AS "ActionGeo_CountryCode",
       NULL AS "ActionGeo_ADM1Code",
       NULL AS "ActionGeo_ADM2Code",
       placed.place_latitude AS "ActionGeo_Lat",
       placed.place_longitude AS "ActionGeo_Long",
       CASE WHEN placed.kind = 1 THEN placed.fips END AS "ActionGeo_FeatureID",
       strftime(l.published, '%Y%m%d000000') AS "DATEADDED",
       d.url AS "SOURCEURL"
FROM firsts l
JOIN batch c ON c.document = l.document AND c.event = l.event
JOIN documents d ON d.id = l.document
LEFT JOIN parties one ON one.party = l.actor
LEFT JOIN parties two ON two.party = l.recipient
LEFT JOIN roles act ON act.document = l.document AND act.event = l.event AND act.role = 'actor' AND act.party = l.actor
LEFT JOIN roles rec ON rec.document = l.document AND rec.event = l.event AND rec.role = 'recipient' AND rec.party = l.recipient
LEFT JOIN placed ON placed.document = l.document AND placed.event = l.event
LEFT JOIN cameo code ON code.event_type = l.event_type AND code.mode = coalesce(l.mode, '')
LEFT JOIN quads q ON q.quad = replace(l.quad, ' ', '_')
ORDER BY c.day NULLS LAST, c.document, c.ordinal, l.number

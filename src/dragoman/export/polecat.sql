-- The events of the batch as POLECAT has them, a row an event.
-- Lists run side by side: the third name belongs to the third country. A semicolon within a name becomes a comma.
WITH lists AS (
    SELECT document, event, role,
           array_to_string([coalesce(replace(m.identifier_text, ';', ','), 'None') FOR m IN members], '; ') AS names,
           array_to_string([coalesce(m.code, 'None') FOR m IN members], '; ') AS countries,
           array_to_string([coalesce(m.ccode::VARCHAR, 'None') FOR m IN members], '; ') AS cow,
           members[1].sector AS sector,
           array_to_string([coalesce(m.sector, 'None') FOR m IN members], '; ') AS sectors,
           array_to_string([replace(m.entity_text, ';', ',') FOR m IN members], '; ') AS raw,
           array_to_string([coalesce(m.identifier_id, 'None') FOR m IN members], '; ') AS ids
    FROM entities
),
sites AS (
    SELECT document, array_to_string(list_sort(list_distinct(list(replace(place_name, ';', ',')))), '; ') AS places
    FROM judged_events WHERE document IN (SELECT document FROM batch) AND place_name IS NOT NULL
    GROUP BY document
)
SELECT c.event AS "Event ID",
       c.day AS "Event Date",
       e.event_type AS "Event Type",
       e.mode AS "Event Mode",
       e.intensity AS "Intensity",
       upper(replace(e.quad, '_', ' ')) AS "Quad Code",
       array_to_string(e.contexts, '; ') AS "Contexts",
       act.names AS "Actor Name",
       act.countries AS "Actor Country",
       act.cow AS "Actor COW",
       act.sector AS "Primary Actor Sector",
       act.sectors AS "Actor Sectors",
       NULL AS "Actor Title",
       act.raw AS "Actor Name Raw",
       act.ids AS "Wikipedia Actor ID",
       rec.names AS "Recipient Name",
       rec.countries AS "Recipient Country",
       rec.cow AS "Recipient COW",
       rec.sector AS "Primary Recipient Sector",
       rec.sectors AS "Recipient Sectors",
       NULL AS "Recipient Title",
       rec.raw AS "Recipient Name Raw",
       rec.ids AS "Wikipedia Recipient ID",
       e.place_name AS "Placename",
       CASE WHEN e.place_precision = 'city' THEN e.place_name END AS "City",
       NULL AS "District",
       CASE WHEN e.place_precision = 'region' THEN e.place_name END AS "Province",
       e.place_country AS "Country",
       e.place_latitude AS "Latitude",
       e.place_longitude AS "Longitude",
       CASE WHEN starts_with(e.place_entity, 'geonames:') THEN substring(e.place_entity, 10) END AS "GeoNames ID",
       e.place_text AS "Raw Placename",
       NULL AS "Feature Type",
       c.outlet AS "Source",
       c.published AS "Publication Date",
       NULL AS "Story People",
       NULL AS "Story Organizations",
       sites.places AS "Story Locations",
       d.language AS "Language",
       e.coder AS "Version"
FROM batch c
JOIN judged_events e ON e.document = c.document AND e.id = c.event
JOIN documents d ON d.id = c.document
LEFT JOIN lists act ON act.document = c.document AND act.event = c.event AND act.role = 'actor'
LEFT JOIN lists rec ON rec.document = c.document AND rec.event = c.event AND rec.role = 'recipient'
LEFT JOIN sites ON sites.document = c.document
ORDER BY c.day NULLS LAST, c.document, e.ordinal

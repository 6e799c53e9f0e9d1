-- GDELT's rows laid out for the store. Of an actor without a country the name is GROUP|NAME. The oldest files have no SOURCEURL.
CREATE OR REPLACE TEMP TABLE staged AS
WITH plain AS (
    SELECT line, plain(GlobalEventID) AS id, plain(Day) AS day, plain(EventCode) AS code,
           plain(Actor1CountryCode) AS source_country, plain(Actor2CountryCode) AS target_country,
           concat(plain(Actor1KnownGroupCode), '|', plain(Actor1Name)) AS source_group,
           concat(plain(Actor2KnownGroupCode), '|', plain(Actor2Name)) AS target_group,
           plain(DATEADDED) AS added, plain(SOURCEURL) AS url
    FROM (FROM raw UNION ALL BY NAME SELECT NULL::VARCHAR AS SOURCEURL WHERE false)
)
SELECT line,
       id AS event,
       coalesce(code, '') AS code,
       [{'country': coalesce(source_country, ''),
         'name': CASE WHEN source_country IS NULL THEN source_group ELSE '' END}] AS actors,
       [{'country': coalesce(target_country, ''),
         'name': CASE WHEN target_country IS NULL THEN target_group ELSE '' END}] AS recipients,
       whole_day(day) AS day,
       whole_day(left(added, 8)) AS published,
       nullif(regexp_extract(lower(url), '^[a-z]+://(?:www\.)?([^/:?#]+)', 1), '') AS outlet,
       NULL::DOUBLE AS intensity,
       NULL::VARCHAR[] AS contexts,
       CASE WHEN id IS NULL OR TRY_CAST(id AS UBIGINT) IS NULL THEN 'GlobalEventID is no number: ' || coalesce(left(id, 40), '')
            WHEN code IS NULL THEN 'no EventCode'
            WHEN day IS NOT NULL AND whole_day(day) IS NULL THEN 'Day is no day: ' || left(day, 40)
       END AS fault
FROM plain

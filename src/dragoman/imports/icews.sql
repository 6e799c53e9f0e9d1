-- ICEWS's rows laid out for the store.
-- Its event ids repeat, so the story, the sentence and a hash of actors and code are part of the id here.
CREATE OR REPLACE TEMP TABLE staged AS
WITH plain AS (
    SELECT line, plain("Event ID") AS id, plain("Event Date") AS day, plain("CAMEO Code") AS code,
           plain("Source Name") AS source, plain("Source Country") AS source_country,
           plain("Target Name") AS target, plain("Target Country") AS target_country,
           plain("Story ID") AS story, plain("Sentence Number") AS sentence, plain("Publisher") AS publisher
    FROM raw
)
SELECT line,
       concat_ws('-', id, story, sentence, left(sha256(concat_ws(chr(31), source, source_country, target, target_country, code)), 8))
           AS event,
       coalesce(code, '') AS code,
       [{'country': coalesce(source_country, ''),
         'name': CASE WHEN source_country IS NULL THEN coalesce(source, '') ELSE '' END}] AS actors,
       [{'country': coalesce(target_country, ''),
         'name': CASE WHEN target_country IS NULL THEN coalesce(target, '') ELSE '' END}] AS recipients,
       TRY_CAST(left(day, 10) AS DATE) AS day,
       NULL::DATE AS published,
       publisher AS outlet,
       NULL::DOUBLE AS intensity,
       NULL::VARCHAR[] AS contexts,
       CASE WHEN id IS NULL THEN 'no Event ID'
            WHEN code IS NULL THEN 'no CAMEO Code'
            WHEN day IS NOT NULL AND TRY_CAST(left(day, 10) AS DATE) IS NULL THEN 'Event Date is no day: ' || left(day, 40)
       END AS fault
FROM plain

-- POLECAT's rows laid out for the store.
-- Names and countries run side by side where there are as many of each; otherwise each stands alone.
-- A country that is there and no body's code (UNO, IGO, NGO, EUR) tells enough.
CREATE OR REPLACE TEMP TABLE staged AS
WITH plain AS (
    SELECT line, plain("Event ID") AS id, plain("Event Date") AS day, plain("Publication Date") AS published,
           plain("Event Type") AS event_type, plain("Event Mode") AS mode, plain("Intensity") AS intensity,
           plain("Contexts") AS contexts, plain("Source") AS outlet,
           parts("Actor Name") AS actor_names, parts("Actor Country") AS actor_countries,
           parts("Recipient Name") AS recipient_names, parts("Recipient Country") AS recipient_countries
    FROM raw
)
SELECT line,
       id AS event,
       coalesce(event_type, '') || '|' || coalesce(mode, '') AS code,
       sided(actor_countries, actor_names) AS actors,
       sided(recipient_countries, recipient_names) AS recipients,
       TRY_CAST(left(day, 10) AS DATE) AS day,
       TRY_CAST(left(published, 10) AS DATE) AS published,
       outlet,
       TRY_CAST(intensity AS DOUBLE) AS intensity,
       [replace(replace(lower(trim(one)), ' ', '_'), '-', '_') FOR one IN string_split(contexts, ';') IF trim(one) <> ''] AS contexts,
       CASE WHEN id IS NULL THEN 'no Event ID'
            WHEN event_type IS NULL THEN 'no Event Type'
            WHEN day IS NOT NULL AND TRY_CAST(left(day, 10) AS DATE) IS NULL THEN 'Event Date is no day: ' || left(day, 40)
       END AS fault
FROM plain

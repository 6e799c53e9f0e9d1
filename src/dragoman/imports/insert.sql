-- The rows that are kept, one a directed dyad, into the store.
INSERT INTO dyad_events
WITH acting AS (
    SELECT *, unnest(actors) AS actor FROM judged WHERE reason IS NULL
),
tied AS (
    SELECT *, unnest(recipients) AS recipient FROM acting
)
SELECT $origin, NULL, event, actor, recipient, event_type, mode, quad, intensity, contexts, 'happened', 'unknown',
       day, day, CASE WHEN day IS NOT NULL THEN 'event' END, published, outlet, event, false, NULL, NULL,
       actor > recipient AND list_contains(actors, recipient) AND list_contains(recipients, actor), NULL
FROM tied
WHERE actor <> recipient

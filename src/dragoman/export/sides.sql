-- Who acts and who is acted on in each event of the batch, a row a party?
-- $bodies: names of the bodies that act for themselves and no state.
-- name: the first of the party's participants that has one; sectors: of all of them; start_char: where the first stands.
CREATE OR REPLACE TEMP TABLE sides AS
WITH members AS (
    SELECT p.document, p.record AS event, p.role, p.ordinal, p.name, p.sector, p.start_char,
           unnest(CASE WHEN len(p.country) > 0 THEN p.country
                       WHEN list_contains($bodies, p.name) THEN [p.name] ELSE [] END) AS party
    FROM judged_participants p
    JOIN batch c ON c.document = p.document AND c.event = p.record
    WHERE p.role IN ('actor', 'recipient')
)
SELECT document, event, role, party, arg_min(name, ordinal) AS name,
       list_sort(list_distinct(list(sector))) AS sectors, arg_min(start_char, ordinal) AS start_char
FROM members
GROUP BY document, event, role, party

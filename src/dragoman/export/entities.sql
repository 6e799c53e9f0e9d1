-- Everybody in each event of the batch as the text has them, joined into lists?
-- One row an event and role; the lists run side by side, an entry a participant and country, in order.
CREATE OR REPLACE TEMP TABLE entities AS
WITH single AS (
    SELECT p.document, p.record AS event, p.role, p.ordinal, p.text, p.name, p.sector, p.entity, p.how,
           p.start_char, p.end_char, unnest(CASE WHEN len(p.country) > 0 THEN p.country ELSE [NULL] END) AS country
    FROM judged_participants p
    JOIN batch c ON c.document = p.document AND c.event = p.record
    WHERE p.role IN ('actor', 'recipient')
)
SELECT document, event, role,
       list({'code': coalesce(s.country, parties.plover), 'sector': s.sector, 'entity_text': s.text,
             'identifier_id': s.entity, 'identifier_text': s.name, 'start': s.start_char, 'end': s.end_char,
             'how': s.how, 'ccode': states.ccode} ORDER BY s.ordinal, s.country) AS members
FROM single s
LEFT JOIN parties ON s.country IS NULL AND parties.party = s.name
LEFT JOIN parties states ON states.party = s.country
GROUP BY document, event, role

-- Which records name a party?
-- $party: ISO 3166-1 alpha-3 code or name, null for none; $state: whether it is a state; $acting, $receiving: on which sides it
-- may be; $kinds: event, statement, assessment. Asked before `record_list`, which then knows how few they are.
WITH rejected AS MATERIALIZED (SELECT document, record FROM standing_judgements WHERE verdict = 'reject'),
unreported AS MATERIALIZED (
    -- of events that were rejected no report tells
    SELECT record, role, country, name FROM participants
    WHERE list_contains($kinds, 'event') AND role IN ('actor', 'recipient')
      AND document IN (SELECT document FROM rejected) AND record IN (SELECT record FROM rejected)
),
sides AS (
    SELECT event AS record, true AS acting, false AS receiving, actor AS parties, NULL AS name
    FROM reports WHERE list_contains($kinds, 'event')
    UNION ALL
    SELECT event, false, true, recipient, NULL FROM reports WHERE list_contains($kinds, 'event')
    UNION ALL
    SELECT record, role = 'actor', role = 'recipient', country, name FROM unreported
    UNION ALL
    SELECT record, role = 'source', role = 'about', country, name FROM participants
    WHERE list_contains($kinds, 'statement') AND role IN ('source', 'about')
    UNION ALL
    SELECT record, true, true, country, name FROM participants
    WHERE list_contains($kinds, 'assessment') AND role = 'dyad'
)
SELECT DISTINCT record FROM sides
WHERE $party IS NOT NULL AND (($acting AND acting) OR ($receiving AND receiving))
  AND (list_contains(parties, $party) OR (NOT $state AND name = $party))

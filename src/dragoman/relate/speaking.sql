-- Which documents have a statement or an assessment that names two countries?
-- $a, $b: ISO 3166-1 alpha-3 codes. Asked before `statements` and `assessments`: rows of one document stand together, so
-- that these pass over all others in a glance.
SELECT DISTINCT document FROM (
    SELECT document, record FROM participants
    WHERE role IN ('source', 'about', 'dyad') AND (list_contains(country, $a) OR list_contains(country, $b))
    GROUP BY document, record
    HAVING bool_or(list_contains(country, $a)) AND bool_or(list_contains(country, $b))
)

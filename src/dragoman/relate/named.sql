-- Who speaks, of whom and on whose word, in the documents where a statement or an assessment names two countries?
-- $a, $b: ISO 3166-1 alpha-3 codes. `statements` and `assessments` read the answer as the table ``named``, so that the
-- longest table of a store is passed over but twice.
WITH naming AS MATERIALIZED (
    SELECT DISTINCT document FROM (
        SELECT document, record FROM participants
        WHERE role IN ('source', 'about', 'dyad') AND (list_contains(country, $a) OR list_contains(country, $b))
        GROUP BY document, record
        HAVING bool_or(list_contains(country, $a)) AND bool_or(list_contains(country, $b))
    )
)
SELECT document, record, role, ordinal, coalesce(name, text) AS name, country FROM participants
WHERE role IN ('source', 'about', 'dyad', 'voice') AND document IN (SELECT document FROM naming)

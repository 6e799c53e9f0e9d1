-- Which texts may be copies of one of the batch's, by a band in common?
SELECT DISTINCT least(f.document, o.document) AS a, greatest(f.document, o.document) AS b
FROM bands f
SEMI JOIN batch ON batch.document = f.document
JOIN bands o ON o.band = f.band AND o.hash = f.hash AND o.document <> f.document

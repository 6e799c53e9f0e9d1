-- Which texts may be copies of one of the batch's, by a band in common?
SELECT DISTINCT least(f.document, o.document) AS a, greatest(f.document, o.document) AS b, one.text, other.text
FROM bands f
SEMI JOIN batch ON batch.document = f.document
JOIN bands o ON o.band = f.band AND o.hash = f.hash AND o.document <> f.document
JOIN documents one ON one.id = least(f.document, o.document)
JOIN documents other ON other.id = greatest(f.document, o.document)

-- Which documents share a text with one of the batch's, by what was known and by the links just found?
WITH near AS (
    SELECT document FROM batch
    UNION SELECT b FROM copy_links SEMI JOIN batch ON batch.document = a
    UNION SELECT a FROM copy_links SEMI JOIN batch ON batch.document = b
),
known AS (SELECT DISTINCT original FROM texts SEMI JOIN near USING (document))
SELECT id AS document, published FROM documents
WHERE id IN (SELECT document FROM near)
   OR id IN (SELECT document FROM texts WHERE original IN (SELECT original FROM known))

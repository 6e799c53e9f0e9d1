-- Which events may change their incident: those of the batch, those linked to them, and all in the chains of either?
-- $chains: chains in which the batch's events were before; $texts: documents that may have become copies, or originals.
WITH near AS (
    SELECT event FROM reports SEMI JOIN batch USING (document)
    UNION SELECT event FROM reports WHERE document IN (SELECT unnest($texts))
    UNION SELECT b FROM event_links SEMI JOIN batch ON batch.document = a_document
    UNION SELECT a FROM event_links SEMI JOIN batch ON batch.document = b_document
),
chains AS (
    SELECT DISTINCT chain FROM incident_events SEMI JOIN near USING (event)
    UNION SELECT unnest($chains)
)
SELECT r.document, r.event, d.published AS day, e.trigger_start AS place, t.original <> t.document AS copied
FROM reports r
JOIN documents d ON d.id = r.document
JOIN judged_events e ON e.id = r.event AND e.document = r.document
JOIN texts t ON t.document = r.document
WHERE r.event IN (SELECT event FROM near)
   OR r.event IN (SELECT event FROM incident_events SEMI JOIN chains USING (chain))

-- Which events of these documents report what the text that they copy reports itself?
-- $documents: those whose originals or incidents may have changed. What an article adds to a text that it copies is its own.
UPDATE dyad_events d
SET incident = i.incident,
    copied = t.original <> t.document
             AND EXISTS (SELECT 1 FROM incident_events o WHERE o.document = t.original AND o.incident = i.incident)
FROM incident_events i, texts t
WHERE i.event = d.event AND t.document = d.document AND d.document IN (SELECT unnest($documents))

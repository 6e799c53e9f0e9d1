-- Which incidents and directed dyads do the chosen events report, and what does each report say?
-- reports: a row a report (an event) and directed dyad. number: of the incident and dyad, the first 63 bits of a hash.
CREATE TEMP TABLE reports AS
SELECT ('0x' || left(sha256(concat_ws(chr(31), coalesce(i.incident, 'i' || t.event), t.actor, t.recipient)), 16))::UBIGINT >> 1
           AS number,
       t.document, t.event, t.actor, t.recipient, t.event_type, t.mode, t.quad, t.intensity,
       c.day, c.day_basis, c.published, c.outlet, c.lead
FROM dyad_events t
JOIN chosen c ON c.document = t.document AND c.event = t.event
LEFT JOIN incident_events i ON i.document = t.document AND i.event = t.event
WHERE t.origin = 'dragoman'

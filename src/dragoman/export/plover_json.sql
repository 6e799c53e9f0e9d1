-- The events of the batch as PLOVER's manual lays out JSON, an object an event; unknown is null, an empty list [].
WITH passages AS (
    SELECT s.document, s.record AS event, min(s.start_char) AS first, max(s.end_char) AS last,
           string_agg(substring(d.text, s.start_char + 1, s.end_char - s.start_char), ' … ' ORDER BY s.ordinal) AS words
    FROM spans s
    JOIN batch c ON c.document = s.document AND c.event = s.record
    JOIN documents d ON d.id = s.document
    WHERE s.role = 'evidence'
    GROUP BY s.document, s.record
),
told AS (
    SELECT document, event, role,
           [{'code': m.code, 'sector': m.sector, 'entity_text': m.entity_text, 'identifier_id': m.identifier_id,
             'identifier_text': m.identifier_text, 'start': m.start, 'end': m."end", 'how': m.how} FOR m IN members] AS members
    FROM entities
)
SELECT to_json({
    'id': c.event,
    'date': strftime(c.day_from, '%Y-%m-%d'),
    'enddate': strftime(c.day_to, '%Y-%m-%d'),
    'date_basis': c.day_basis,
    'actor': coalesce(act.members, []),
    'recipient': coalesce(rec.members, []),
    'event': [e.event_type],
    'mode': CASE WHEN e.mode IS NULL THEN []::VARCHAR[] ELSE [e.mode] END,
    'context': e.contexts,
    'quad_code': q.number,
    'event_scale': e.intensity,
    'event_text': [substring(d.text, e.trigger_start + 1, e.trigger_end - e.trigger_start)],
    'event_loc': CASE WHEN e.place_text IS NULL THEN NULL ELSE {
        'extracted_place': e.place_text,
        'resolved_place': e.place_name,
        'geonameid': CASE WHEN starts_with(e.place_entity, 'geonames:') THEN substring(e.place_entity, 10)::BIGINT END,
        'lat': e.place_latitude,
        'lon': e.place_longitude,
        'city': CASE WHEN e.place_precision = 'city' THEN e.place_name END,
        'province': CASE WHEN e.place_precision = 'region' THEN e.place_name END,
        'country': land.name,
        'country_code': e.place_country,
        'resolution': CASE e.place_precision WHEN 'city' THEN 4 WHEN 'region' THEN 2 WHEN 'state' THEN 1 END} END,
    'link': i.incident,
    'text': passages.words,
    'text_info': {'start': passages.first, 'end': passages.last},
    'cite_info': {
        'citation': c.document,
        'url': d.url,
        'title': d.title,
        'language': d.language,
        'publication': d.outlet,
        'published': strftime(d.published, '%Y-%m-%d'),
        'coder': e.coder,
        'codebook': e.codebook},
    'coder': e.coder,
    'coded_date': strftime(runs.started, '%Y-%m-%d'),
    'factuality': e.factuality,
    'certainty': e.certainty,
    'voice_kind': coalesce(e.voice_kind, 'unknown'),
    'confidence': e.confidence})::VARCHAR AS line
FROM batch c
JOIN judged_events e ON e.document = c.document AND e.id = c.event
JOIN documents d ON d.id = c.document
LEFT JOIN runs ON runs.id = d.run
LEFT JOIN told act ON act.document = c.document AND act.event = c.event AND act.role = 'actor'
LEFT JOIN told rec ON rec.document = c.document AND rec.event = c.event AND rec.role = 'recipient'
LEFT JOIN passages ON passages.document = c.document AND passages.event = c.event
LEFT JOIN incident_events i ON i.document = c.document AND i.event = c.event
LEFT JOIN parties land ON land.party = e.place_country
LEFT JOIN quads q ON q.quad = replace(e.quad, ' ', '_')
ORDER BY c.day NULLS LAST, c.document, e.ordinal

-- How many incidents of each quad tie each directed dyad in each period, and how intense are they?
-- $origin: dragoman or an imported data set; $unit: day, week, month, quarter or year; $directed: whether A to B and B to A are two;
-- $factualities: which count; $voices, $contexts, $outlets: none for all; $sectors: of actors that count, none for all but those of $left_out; $a, $b: both or neither, one dyad alone; $until: a day of the last period, or null.
-- Incidents are counted, not reports, and copies report nothing of their own. One counts when at least as many texts
-- tell it as deny it; its period is that of its day where a text tells it, otherwise of the first report. A day known
-- less precisely than the period puts it in no period.
WITH picked AS MATERIALIZED (
    SELECT e.event, e.incident, e.document, e.quad, e.intensity,
           CASE WHEN $directed OR e.actor < e.recipient THEN e.actor ELSE e.recipient END AS actor,
           CASE WHEN $directed OR e.actor < e.recipient THEN e.recipient ELSE e.actor END AS recipient,
           list_contains($factualities, e.factuality) AS told,
           e.day_basis = 'event' AS dated,
           -- one event between two goes both ways when they meet, and tells of an incident between them once
           CASE WHEN len($sectors) > 0 THEN NOT coalesce(list_contains($sectors, e.mirror_sector), false)
                ELSE coalesce(list_contains($left_out, e.mirror_sector), false) END AS first_left_out,
           CASE WHEN date_trunc($unit, e.day_from) = date_trunc($unit, e.day_to) THEN date_trunc($unit, e.day_from) END AS period
    FROM dyad_events e
    WHERE e.origin = $origin AND NOT e.copied
      AND ($directed OR NOT e.mirrored OR first_left_out)
      AND (list_contains($factualities, e.factuality) OR e.factuality = 'did_not_happen')
      AND CASE WHEN len($sectors) > 0 THEN coalesce(list_contains($sectors, e.actor_sector), false)
               ELSE NOT coalesce(list_contains($left_out, e.actor_sector), false) END
      AND (len($voices) = 0 OR list_contains($voices, e.voice_kind))
      AND (len($contexts) = 0 OR list_has_any($contexts, e.contexts))
      AND (len($outlets) = 0 OR list_contains($outlets, e.outlet))
      AND ($a IS NULL OR (e.actor = $a AND e.recipient = $b) OR (e.actor = $b AND e.recipient = $a))
),
denied AS MATERIALIZED (SELECT DISTINCT actor, recipient, incident FROM picked WHERE NOT told),
refuted AS MATERIALIZED (
    -- only where somebody denies it need texts be told apart, which takes longest
    SELECT actor, recipient, incident FROM picked SEMI JOIN denied USING (actor, recipient, incident)
    GROUP BY actor, recipient, incident
    HAVING count(DISTINCT document) FILTER (told) < count(DISTINCT document) FILTER (NOT told)
),
counted AS (
    SELECT actor, recipient, incident, avg(intensity) AS score,
           coalesce(min(period) FILTER (dated), min(period)) AS period,
           [count(*) FILTER (quad = 'material_conflict'), count(*) FILTER (quad = 'material_cooperation'),
            count(*) FILTER (quad = 'verbal_conflict'), count(*) FILTER (quad = 'verbal_cooperation')] AS quads
    FROM picked WHERE told
    GROUP BY actor, recipient, incident
),
typed AS (
    SELECT *, list_position(quads, list_max(quads)) AS quad  -- of equals material conflict first
    FROM counted ANTI JOIN refuted USING (actor, recipient, incident)
)
SELECT actor, recipient, period::DATE AS period, count(*) AS incidents,
       count(*) FILTER (quad = 4) AS verbal_cooperation,
       count(*) FILTER (quad = 2) AS material_cooperation,
       count(*) FILTER (quad = 3) AS verbal_conflict,
       count(*) FILTER (quad = 1) AS material_conflict,
       avg(score) * count(*) AS intensity, avg(score) AS mean
FROM typed
WHERE period IS NOT NULL AND ($until IS NULL OR period <= $until)
GROUP BY actor, recipient, period
ORDER BY actor, recipient, period

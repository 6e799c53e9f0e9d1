-- For each incident and dyad: its first report, from which all that cannot be counted is taken, and the counts.
-- told: the day, where any report's text tells it: that of the first report which does.
CREATE TEMP TABLE firsts AS
WITH ranked AS (
    SELECT *, coalesce(published::VARCHAR, '9999') || document || event AS rank FROM reports
),
counted AS (
    SELECT number,
           arg_min({'document': document, 'event': event, 'actor': actor, 'recipient': recipient, 'event_type': event_type,
                    'mode': mode, 'quad': quad, 'intensity': intensity}, rank) AS first,
           coalesce(arg_min(day, rank) FILTER (day_basis = 'event'), arg_min(day, rank)) AS told,
           count(*) AS mentions,
           nullif(count(DISTINCT outlet), 0) AS sources,
           count(DISTINCT document) AS articles,
           min(published) AS published,
           bool_or(lead) AS lead
    FROM ranked
    GROUP BY number
)
SELECT unnest(first), * EXCLUDE (first) FROM counted

-- What goes both ways need not be told apart from itself whenever dyads are counted without direction.
ALTER TABLE dyad_events ADD COLUMN mirrored BOOLEAN DEFAULT false;
ALTER TABLE dyad_events ADD COLUMN mirror_sector VARCHAR;
UPDATE dyad_events d
SET mirrored = true, mirror_sector = o.actor_sector
FROM dyad_events o
WHERE d.actor > d.recipient AND o.origin = d.origin AND o.event = d.event AND o.document IS NOT DISTINCT FROM d.document
  AND o.actor = d.recipient AND o.recipient = d.actor;
COMMENT ON COLUMN dyad_events.mirrored IS 'whether the same event ties the two the other way, too, and this is the second of both rows; dyads without direction count the first';
COMMENT ON COLUMN dyad_events.mirror_sector IS 'of a mirrored row the actor_sector of the first; null when unknown';

-- On whose word each record rests, at a glance, and how likely its author judges rather than tells.
ALTER TABLE events ADD COLUMN voice_kind VARCHAR;
ALTER TABLE events ADD COLUMN subjective DOUBLE;
COMMENT ON COLUMN events.voice_kind IS 'on whose word: official, report, commentary, named, unnamed or unknown; null in records written before there were any';
COMMENT ON COLUMN events.subjective IS 'probability that the author judges in the sentence, 0 to 1; null when the engine cannot tell';
ALTER TABLE statements ADD COLUMN voice_kind VARCHAR;
ALTER TABLE statements ADD COLUMN subjective DOUBLE;
COMMENT ON COLUMN statements.voice_kind IS 'on whose word: official, report, commentary, named, unnamed or unknown; null in records written before there were any';
COMMENT ON COLUMN statements.subjective IS 'probability that the author judges in the sentence, 0 to 1; null when the engine cannot tell';
ALTER TABLE assessments ADD COLUMN voice_kind VARCHAR;
ALTER TABLE assessments ADD COLUMN subjective DOUBLE;
COMMENT ON COLUMN assessments.voice_kind IS 'on whose word: official, report, commentary, named, unnamed or unknown; null in records written before there were any';
COMMENT ON COLUMN assessments.subjective IS 'probability that the author judges in the sentence, 0 to 1; null when the engine cannot tell';
COMMENT ON TABLE abouts IS 'One row for each actor that a statement speaks of, or whom the author judges (the actor itself: participants, role about).';
COMMENT ON COLUMN abouts.record IS 'id of the statement; the document''s id for the author''s own stance';
COMMENT ON COLUMN abouts.ordinal IS 'place in the record''s list, from 0; the same as in participants';

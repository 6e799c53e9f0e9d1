"""Names and codes of the labels that preparation and training share. Imports nothing."""

from __future__ import annotations

LAYERS = ("source", "cue", "content", "inner")  # of attribution; "inner" are contents inside other contents
OUT, BEGIN, INSIDE = 0, 1, 2
UNKNOWN = -1  # the corpus does not teach this label of this word
NOT_TIME = -2  # the word is no time expression, but may be another entity
NO_NAME = -3  # the word is no name, but may be a time
NO_HEAD = -2  # the sentence has no tree; -1 is the root

QUOTED = ("quotation", "scare", "title")  # what a few words between quotation marks may be
KINDS = ("PER", "ORG", "PLACE", "TIME", "EVENT", "MISC")
ENTITIES = ("O", *(f"{mark}-{kind}" for kind in KINDS for mark in "BI"))

"""Only what rests on somebody's word of a kind: an official's, a reporter's, a commentator's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from dragoman.records import Coding


class Kind(StrEnum):
    """The kinds of voice, as `dragoman.records.VoiceKind` has them."""

    official = "official"
    report = "report"
    commentary = "commentary"
    named = "named"
    unnamed = "unnamed"
    unknown = "unknown"


def only(coding: Coding, kinds: Collection[str]) -> Coding:
    """The coding with those of its records that rest on a voice of these kinds; all of them for none."""
    if not kinds:
        return coding
    return replace(
        coding,
        events=tuple(one for one in coding.events if one.voice_kind in kinds),
        statements=tuple(one for one in coding.statements if one.voice_kind in kinds),
        assessments=tuple(one for one in coding.assessments if one.voice_kind in kinds),
    )

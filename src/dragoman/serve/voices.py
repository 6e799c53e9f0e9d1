"""Only what rests on somebody's word of a kind: an official's, a reporter's, a commentator's."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum

from dragoman.records import Coding, VoiceKind


class Kind(StrEnum):
    """The kinds of voice, as `dragoman.records.VoiceKind` has them."""

    official = "official"
    report = "report"
    commentary = "commentary"
    named = "named"
    unnamed = "unnamed"
    unknown = "unknown"


def chosen(wanted: Collection[Kind] | None, unwanted: Collection[Kind] | None) -> tuple[VoiceKind, ...]:
    """The kinds to show: those wanted, or all, without the unwanted; none where nothing was chosen."""
    if not wanted and not unwanted:
        return ()
    return tuple(kind.value for kind in Kind if kind in (wanted or Kind) and kind not in (unwanted or ()))


def only(coding: Coding, kinds: Collection[VoiceKind]) -> Coding:
    """The coding with those of its records that rest on a voice of these kinds; all of them for none."""
    if not kinds:
        return coding
    return replace(
        coding,
        events=tuple(one for one in coding.events if one.voice_kind in kinds),
        statements=tuple(one for one in coding.statements if one.voice_kind in kinds),
        assessments=tuple(one for one in coding.assessments if one.voice_kind in kinds),
    )

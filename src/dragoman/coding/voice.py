"""Who vouches for a record: the author, whoever he credits, whoever that one credits in turn."""

from __future__ import annotations

from dragoman.coding import quotes
from dragoman.coding.credits import Credit
from dragoman.coding.page import Page
from dragoman.knowledge import actors
from dragoman.records import OFFICIAL, Genre, Holder, Participant, Span, Voice, VoiceKind

AUTHOR = Holder(participant=None)

_OF_AUTHOR: dict[Genre, VoiceKind] = {
    "report": "report",
    "commentary": "commentary",
    "official": "official",
    "unknown": "unknown",
}


def voice(page: Page, trigger: Span, leaving_out: Credit | None = None) -> Voice:
    """The chain of holders around a trigger, outermost first; always begins with the author.

    A credit counts when the trigger lies in its content and is not the cue itself: "X praised Y" is the
    author's report of a praise, not X's. A credit without a source adds nobody. ``leaving_out`` is the
    credit whose own voice is asked for.
    """
    around = [
        c
        for c in page.credits
        if c is not leaving_out
        and c.vouched(trigger.start)
        and not (c.cue is not None and c.cue.overlaps(trigger))
    ]
    around.sort(key=lambda c: -c.size)
    chain = [AUTHOR]
    for credit in around:
        holder = Holder(credit.source, credit.cue, quotes.kind(credit.content, page.said))
        if all(_differs(holder, earlier) for earlier in chain):
            chain.append(holder)
    return tuple(chain)


def on_whose_word(genre: Genre, holder: Participant | None) -> VoiceKind:
    """On whose word it is, at a glance: of the last in the chain (None: the author of such a text)."""
    if holder is None:
        return _OF_AUTHOR[genre]
    if holder.sector in OFFICIAL or _is_state(holder):
        return "official"
    return "named" if holder.known else "unnamed"


def _is_state(one: Participant) -> bool:
    """Whether it is a state itself, or several together: "Kenya denied it"."""
    return bool(one.country) and one.name == " and ".join(map(actors.load().state, one.country))


def _differs(one: Holder, other: Holder) -> bool:
    if one.participant is None or other.participant is None:
        return one.participant is not other.participant
    a, b = one.participant, other.participant
    return a.span != b.span and (a.name is None or a.name != b.name)

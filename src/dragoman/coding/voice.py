"""Who vouches for a record: the author, whoever he credits, whoever that one credits in turn."""

from __future__ import annotations

from dragoman.coding import quotes
from dragoman.coding.credits import Credit
from dragoman.coding.page import Page
from dragoman.records import Holder, Span, Voice

AUTHOR = Holder(participant=None)


def voice(page: Page, trigger: Span, leaving_out: Credit | None = None) -> Voice:
    """The chain of holders around a trigger, outermost first; always begins with the author.

    A credit counts when the trigger lies in its content and is not the cue itself: "X praised Y" is the
    author's report of a praise, not X's. A credit without a source adds nobody. ``leaving_out`` is the
    credit whose own voice is asked for.
    """
    around = [
        c
        for c in page.credits
        if c.vouches
        and c is not leaving_out
        and c.source is not None
        and c.covers(trigger.start)
        and not (c.cue is not None and c.cue.overlaps(trigger))
    ]
    around.sort(key=lambda c: -c.size)
    chain = [AUTHOR]
    for credit in around:
        holder = Holder(credit.source, credit.cue, quotes.kind(credit.content, page.quotations))
        if all(_differs(holder, earlier) for earlier in chain):
            chain.append(holder)
    return tuple(chain)


def _differs(one: Holder, other: Holder) -> bool:
    if one.participant is None or other.participant is None:
        return one.participant is not other.participant
    a, b = one.participant, other.participant
    return a.span != b.span and (a.name is None or a.name != b.name)

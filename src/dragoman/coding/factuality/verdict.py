"""The verdict on an event: how the text presents it, and how one more word changes that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.records import Factuality, Step


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the words up to here make of the event, and which of them did so.

    ``settled``: a condition or an open question decided, and no word further out counts. ``left_open``: it is
    denied by a word whose own denial leaves it open ("ruled out").
    """

    value: Factuality
    negated: bool = False
    steps: tuple[Step, ...] = ()
    settled: bool = False
    left_open: bool = False


def combine(verdict: Verdict, effect: str, saw: str) -> Verdict:
    """The verdict after one more operator outside it.

    ``same`` and ``known`` change nothing; ``did_not_happen`` turns happening into not happening and back,
    except that what is not ``ruled_out`` is left open; ``able`` makes possible what is not denied ("could
    meet", but "could not meet" did not happen); the others replace the verdict, and a denied event under
    them is kept as negated ("demanded that X not attack"). What is asked for or open stays so when somebody
    may do or will do the asking.
    """
    value, denied = verdict.value, verdict.value == "did_not_happen"
    steps = (*verdict.steps, Step(f"factuality:{effect}", saw))
    match effect:
        case _ if verdict.settled:
            return replace(verdict, steps=steps)
        case "same" | "known":
            return replace(verdict, steps=steps)
        case "did_not_happen" | "ruled_out" if denied:
            return Verdict("possible" if verdict.left_open else "happened", False, steps)
        case "did_not_happen" | "ruled_out":
            return Verdict("did_not_happen", True, steps, left_open=effect == "ruled_out")
        case "able" if denied or value in ("demanded", "unknown"):
            return replace(verdict, steps=steps)
        case "able":
            return Verdict("possible", verdict.negated, steps)
        case "possible" if value in ("demanded", "unknown"):
            return replace(verdict, steps=steps)
        case "planned" if denied or value in ("possible", "demanded", "unknown"):
            return replace(verdict, steps=steps)
        case "ongoing" if value != "happened":  # "is going to leave" is not going on
            return replace(verdict, steps=steps)
        case "planned" | "hoped" | "demanded" | "conditional" | "possible" | "unknown" | "ongoing":
            return Verdict(effect, verdict.negated or denied, steps)
        case _:
            raise ValueError(f"factuality.csv: no such effect: {effect!r}")


def settle(verdict: Verdict, effect: str, saw: str) -> Verdict:
    """The verdict after an operator that no word further out undoes."""
    return replace(combine(verdict, effect, saw), settled=True)


RULE_CERTAINTY: dict[Factuality, float] = {"happened": 3.0, "ongoing": 3.0, "did_not_happen": -3.0}


def certainty(verdict: Verdict, read: float | None) -> float | None:
    """The reader's score for the trigger, unless it has the other sign than a rule that is sure."""
    sure = RULE_CERTAINTY.get(verdict.value)
    if sure is None or read is None:
        return read
    return read if read * sure > 0 else sure

"""Trees in ClearNLP's style, which spaCy's English models give, as trees of Universal Dependencies.

What is another name for the same is a row of ``clear_relations.csv``. What hangs elsewhere is turned round
here, one step a function: prepositions, copulas, coordination, names of persons. Every step takes a whole
tree and returns one, because each consists of `_raised` and `_moved`, which keep a tree a tree.

Gaps: "it" before a clause stays a subject; a currency sign is not made the head of its amount; an adverb or
infinitive under "be" ("is here", "is to leave") does not become the predicate; "as well as" keeps its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from dragoman.knowledge import tables

ROOT: Final = "root"
_BE: Final = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"})
_CLAUSAL: Final = frozenset({"VERB", "AUX"})
_PREPOSITION: Final = frozenset({"prep", "agent", "dative"})
_ADPOSITIONAL: Final = frozenset({"ADP", "SCONJ", "ADV"})
# Relations of a preposition that its object cannot take over.
_EMPTY: Final = frozenset({"advmod", "case", "cc", "compound:prt", "mark"})
_SUBJECT: Final = ("nsubj", "nsubj:pass", "csubj", "csubj:pass")
# Labels that say where something hangs in ClearNLP's trees: they are renamed once it hangs elsewhere.
_STRUCTURAL: Final = _PREPOSITION | {"pobj", "pcomp", "attr", "acomp"}


@dataclass(frozen=True, slots=True)
class Node:
    """A word of a tree: ``head`` is the index of its governor, -1 for the root."""

    form: str
    upos: str
    head: int
    relation: str


Tree = tuple[Node, ...]


class _Row(NamedTuple):
    """A renaming; empty ``upos`` and ``head`` (the governor's part of speech) stand for any."""

    upos: tuple[str, ...]
    head: tuple[str, ...]
    relation: str


def labels() -> frozenset[str]:
    """The ClearNLP labels that can be converted."""
    return frozenset(_rows())


def universal(tree: Tree, persons: Sequence[range] = ()) -> Tree:
    """The same words as one tree of Universal Dependencies; ``persons`` are the indices of each one's name.

    ``tree`` must have one root, related as "root", and only labels of `labels`. Raises KeyError otherwise.
    """
    steps: tuple[Callable[[Tree], Tree], ...] = (_plain, _prepositions, _fixed, _copulas, _coordination)
    for step in steps:
        tree = step(tree)
    return _renamed(_names(tree, persons), _STRUCTURAL)


# ---- names of relations ---------------------------------------------------------------------------


@cache
def _rows() -> dict[str, tuple[_Row, ...]]:
    found: dict[str, tuple[_Row, ...]] = {}
    for row in tables.rows("languages", "en", "clear_relations.csv"):
        one = _Row(tables.values(row["upos"]), tables.values(row["head"]), row["relation"])
        found[row["label"]] = (*found.get(row["label"], ()), one)
    return found


def _relation(label: str, upos: str, governor: str) -> str:
    """The relation that the first fitting row gives such a word under a governor of that part of speech."""
    fitting = (
        row.relation
        for row in _rows()[label]
        if (not row.upos or upos in row.upos) and (not row.head or governor in row.head)
    )
    return next(fitting)


def _renamed(tree: Tree, chosen: Iterable[str]) -> Tree:
    """The tree with the labels ``chosen`` renamed by the table."""
    return tuple(
        replace(node, relation=_relation(node.relation, node.upos, tree[node.head].upos))
        if node.head >= 0 and node.relation in chosen
        else node
        for node in tree
    )


def _plain(tree: Tree) -> Tree:
    return _renamed(tree, {node.relation for node in tree} - _STRUCTURAL)


# ---- prepositions ---------------------------------------------------------------------------------


def _prepositions(tree: Tree) -> Tree:
    """ "talks [with [Kenya]]": the object takes the place of its preposition, which becomes its case."""
    for index in _deepest_first(tree):
        if _is_preposition(tree[index]) and (found := _object(tree, index)) is not None:
            tree = _with_case(_without_phrases(tree, index, found), index, found)
    return tree


def _is_preposition(node: Node) -> bool:
    return node.relation in _PREPOSITION or node.upos in _ADPOSITIONAL


def _object(tree: Tree, index: int) -> int | None:
    """What the preposition at ``index`` governs: its object, its clause, or another prepositional phrase."""
    below = _children(tree, index)
    objects = [child for child in below if tree[child].relation == "pobj"]
    clauses = [child for child in below if tree[child].relation == "pcomp" and tree[child].upos != "ADP"]
    # "from behind the wall": by now the wall hangs on "from" in the place of "behind"
    phrases = [child for child in below if tree[index].relation in _PREPOSITION and _case(tree, child)]
    return next(iter([*objects, *clauses, *phrases]), None)


def _without_phrases(tree: Tree, index: int, found: int) -> Tree:
    """ "went [from Oslo [to Bergen]]" as "went [from Oslo] [to Bergen]": the phrase moves up."""
    governor = tree[index].head
    for child in _children(tree, index):
        if governor >= 0 and child != found and tree[child].relation == "obl" and _case(tree, child):
            tree = _moved(tree, child, governor, _relation("prep", "ADP", tree[governor].upos))
    return tree


def _with_case(tree: Tree, index: int, found: int) -> Tree:
    """The tree with ``found``, the object of the preposition at ``index``, in the preposition's place."""
    preposition, governor = tree[index], tree[index].head
    clause = tree[found].relation == "pcomp" and tree[found].upos in _CLAUSAL
    kept = preposition.relation
    if kept in _PREPOSITION or kept in _EMPTY:
        label = "pcomp" if clause else kept if kept in _PREPOSITION else "prep"
        kept = _relation(label, preposition.upos, tree[governor].upos)
    marker = "mark" if clause else "case"
    tree = _raised(tree, found, kept, marker)
    for child in _children(tree, found):  # the second word of "because of"
        if index < child < found and tree[child].relation in ("pcomp", "prep") and tree[child].upos == "ADP":
            tree = _put(tree, child, replace(tree[child], relation=marker))
    return tree


@cache
def _fixed_words() -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(row["form"].split()) for row in tables.rows("languages", "en", "fixed.csv"))


def _fixed(tree: Tree) -> Tree:
    """ "because of [the war]": two words that make one preposition, the second hung on the first as fixed."""
    for second in range(1, len(tree)):
        words = (tree[second - 1].form.casefold(), tree[second].form.casefold())
        if (
            words in _fixed_words()
            and tree[second].relation in ("case", "mark")
            and tree[second].upos != "PART"
        ):
            tree = _joined(tree, second - 1, second)
    return tree


def _joined(tree: Tree, first: int, second: int) -> Tree:
    """The tree with the two words as one preposition, where they belong to one phrase."""
    phrase, marker = tree[second].head, tree[second].relation
    governor = tree[first].head
    if tree[phrase].head == first and governor >= 0:  # "instead [of Ghana]"
        label = "pcomp" if marker == "mark" else "prep"
        tree = _raised(tree, phrase, _relation(label, tree[second].upos, tree[governor].upos), marker)
    if tree[first].head != phrase:
        return tree
    tree = _put(tree, first, replace(tree[first], relation=marker))
    return _moved(tree, second, first, "fixed")


# ---- copulas --------------------------------------------------------------------------------------


def _copulas(tree: Tree) -> Tree:
    """ "Kenya [is [a partner]]": the predicate heads the clause, and "be" becomes its copula."""
    for index in _deepest_first(tree):
        if _is_be(tree[index]) and (predicate := _predicate(tree, index)) is not None:
            tree = _with_copula(tree, index, predicate)
    return tree


def _with_copula(tree: Tree, index: int, predicate: int) -> Tree:
    """The tree with ``predicate`` in the place of the "be" at ``index``."""
    if any(tree[child].relation == "expl" for child in _children(tree, index)):  # "there is a plan"
        there = tree[predicate].relation == "attr"
        return _moved(tree, predicate, index, "nsubj") if there else tree
    tree = _outer_subject(tree, index, predicate)
    return _raised(tree, predicate, tree[index].relation, "cop")


def _is_be(node: Node) -> bool:
    return node.form.casefold().replace("’", "'") in _BE and node.relation not in ("aux", "aux:pass", "cop")


def _predicate(tree: Tree, index: int) -> int | None:
    """What the "be" at ``index`` predicates: a noun or adjective, a that-clause, a prepositional phrase."""
    below = _children(tree, index)
    after = [child for child in below if child > index]
    plain = [child for child in (*after, *below) if tree[child].relation in ("attr", "acomp")]
    clauses = [child for child in after if tree[child].relation == "ccomp"]
    phrases = [child for child in after if tree[child].relation == "obl" and _case(tree, child)]
    return next(iter([*plain, *clauses, *phrases]), None)


def _outer_subject(tree: Tree, index: int, predicate: int) -> Tree:
    """ "The trouble is that [Kenya left]": the clause has its own subject, that of "be" is an outer one."""
    if not any(tree[child].relation in _SUBJECT for child in _children(tree, predicate)):
        return tree
    for child in _children(tree, index):
        if tree[child].relation in ("nsubj", "csubj"):
            tree = _put(tree, child, replace(tree[child], relation=f"{tree[child].relation}:outer"))
    return tree


# ---- coordination, names --------------------------------------------------------------------------


def _coordination(tree: Tree) -> Tree:
    """ "A, [B [and C]]" as "A, [B] [and C]": all hang on the first, and each "and" on what follows it."""
    for index, node in enumerate(tree):
        if node.relation == "cc" and (joined := _next_conjunct(tree, index)) is not None:
            tree = _moved(tree, index, joined, "cc")
    for index, node in enumerate(tree):
        if node.relation == "conj":
            tree = _moved(tree, index, _first_conjunct(tree, index), "conj")
    return tree


def _next_conjunct(tree: Tree, index: int) -> int | None:
    """What the conjunction joins to its head; None for the one that opens a sentence ("But Kenya left")."""
    after = [child for child in _children(tree, tree[index].head) if child > index > tree[index].head]
    return next((child for child in after if tree[child].relation == "conj"), None)


def _first_conjunct(tree: Tree, index: int) -> int:
    while tree[index].relation == "conj":
        index = tree[index].head
    return index


def _names(tree: Tree, persons: Sequence[range]) -> Tree:
    """ "[Imran] Khan" as "Imran [Khan]": a person's name hangs flat on its first word."""
    for name in persons:
        parts, top = name[:-1], name[-1]
        inside = all(tree[i].relation in ("compound", "punct") and tree[i].head in name for i in parts)
        if parts and inside and tree[name[0]].relation == "compound":
            tree = _flat(tree, parts, top)
    return tree


def _flat(tree: Tree, parts: Sequence[int], top: int) -> Tree:
    for part in parts:
        tree = _moved(tree, part, top, "flat" if tree[part].relation == "compound" else "punct")
    return _raised(tree, parts[0], tree[top].relation, "flat")


# ---- what keeps a tree a tree ---------------------------------------------------------------------


def _raised(tree: Tree, child: int, relation: str, below: str) -> Tree:
    """``child`` in its head's place, as ``relation``; the head hangs on it as ``below``, with the rest."""
    head = tree[child].head
    tree = tuple(replace(node, head=child) if node.head == head else node for node in tree)
    tree = _put(tree, child, replace(tree[child], head=tree[head].head, relation=relation))
    return _put(tree, head, replace(tree[head], head=child, relation=below))


def _moved(tree: Tree, index: int, head: int, relation: str) -> Tree:
    """The word at ``index`` under ``head``, which must not be below it."""
    return _put(tree, index, replace(tree[index], head=head, relation=relation))


def _put(tree: Tree, index: int, node: Node) -> Tree:
    return (*tree[:index], node, *tree[index + 1 :])


def _children(tree: Tree, index: int) -> list[int]:
    return [child for child, node in enumerate(tree) if node.head == index]


def _case(tree: Tree, index: int) -> bool:
    return any(tree[child].relation == "case" and child < index for child in _children(tree, index))


def _deepest_first(tree: Tree) -> Iterator[int]:
    """The words from the leaves up, as they hang now."""
    below: list[list[int]] = [[] for _ in tree]
    order: list[int] = []
    for index, node in enumerate(tree):
        (below[node.head] if node.head >= 0 else order).append(index)
    for index in order:  # grows while it is walked
        order += below[index]
    return reversed(order)

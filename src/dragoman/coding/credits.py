"""Who is credited with which words: the reader's attributions, completed by readable rules.

The reader finds spans it has learnt from PolNeAR. The rules add what grammar makes plain (a clause under
"said", "as X put it", "according to X", "which X regards as Y") and carry a quotation over its sentences
and paragraphs to the speaker who opened it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from dragoman.coding import quotes
from dragoman.coding.frames import Scene
from dragoman.coding.syntax import Tree
from dragoman.knowledge import lexicon
from dragoman.records import FEW, Attribution, Participant, Reading, Span, Word

NEAR = 60
"""Code points; a source or cue further from the content than this belongs to another sentence's credit."""

NOBODY = frozenset(
    {"it", "this", "that", "which", "they", "these", "those", "we", "i", "you", "he", "she", "who", "what"}
)
"""Pronouns; where none of them could be resolved, they name no source ("which suggests that ...")."""

OWN = re.compile(r"(?:we|i)\b", re.IGNORECASE)
"""How a source begins that is the author himself, outside of quotations: "We, the ministers of …"."""

SPEAKS_ON = frozenset({"he", "she"})
"""Pronouns that, beside a cue, go on with whoever spoke last: "“…,” Lavrov said. “…,” [he] added"."""

RECENT = 600
"""Code points; who spoke further back than this is not taken for the one who goes on."""

LEAST_CLAUSE = 3
"""A content of fewer words than this is no clause and is left to the reader."""


@dataclass(frozen=True, slots=True)
class Credit:
    """One act of crediting. ``vouches`` is False where the author asserts the content himself as well."""

    source: Participant | None
    cue: Span | None
    content: tuple[Span, ...]
    rule: str
    score: float | None = None
    vouches: bool = True

    def covers(self, offset: int) -> bool:
        """Whether the code point lies in the content."""
        return any(piece.start <= offset < piece.end for piece in self.content)

    def vouched(self, offset: int) -> bool:
        """Whether the code point stands on the word of a source that is known or described."""
        return self.vouches and self.source is not None and self.covers(offset)

    @property
    def size(self) -> int:
        """Code points of content."""
        return sum(piece.end - piece.start for piece in self.content)


def credits(reading: Reading, scenes: Sequence[Scene], quotations: tuple[Span, ...]) -> tuple[Credit, ...]:
    """All credits of an article in the order of their content."""
    found = [_from_reader(reading, scenes, quotations, one) for one in reading.attributions]
    found = [credit for credit in found if credit.content]
    for scene in scenes:
        for candidate in _by_rules(reading, scene):
            found = _merged(found, candidate)
    found = [_own_words(credit, quotations) for credit in found]
    found = _speakers(found, [Span(m.start, m.end) for m in reading.mentions if m.kind == "PER"])
    found = _quotations(reading, scenes, quotations, found)
    kept = [c for c in found if _says_something(reading, c, found)]
    return tuple(sorted(kept, key=lambda c: (c.content[0].start, -c.size)))


def _own_words(credit: Credit, quotations: tuple[Span, ...]) -> Credit:
    """The credit without its source where that is the author himself: "We condemn …", not quoted."""
    source = credit.source
    if source is None or OWN.match(source.text) is None:
        return credit
    quoted = any(one.holds(source.span) for one in quotations)
    return credit if quoted else replace(credit, source=None)


def _says_something(reading: Reading, credit: Credit, found: Sequence[Credit]) -> bool:
    """Whether a credit is worth keeping: a clause or quotation; if it is nobody's, no part of another's."""
    text = reading.article.text
    surfaces = [text[p.start : p.end] for p in credit.content]
    words = sum(len(surface.split()) for surface in surfaces)
    if words < LEAST_CLAUSE and not any(mark in surface for surface in surfaces for mark in quotes.MARKS):
        return False
    return credit.source is not None or not any(
        other.source is not None and all(other.covers(piece.start) for piece in credit.content)
        for other in found
    )


def _merged(found: list[Credit], new: Credit) -> list[Credit]:
    """Add a rule's credit. Where the reader credits the same words, grammar says by which cue and to whom."""
    rest = []
    for old in found:
        same_cue = old.cue is not None and new.cue is not None and old.cue.overlaps(new.cue)
        if same_cue:
            source = _better_source(old.source, new)
            new = replace(old, source=source, vouches=new.vouches, rule=f"{old.rule}; {new.rule}")
        elif _same_content(old, new) and not (old.cue and _near(old.cue, new)):
            continue
        else:
            rest.append(old)
    return [*rest, new]


def _better_source(read: Participant | None, new: Credit) -> Participant | None:
    """The source that was read, unless grammar finds one while it stands elsewhere or is nobody known."""
    if read is None or new.source is None:
        return read or new.source
    around = _around((*new.content, new.cue, new.source.span))
    return read if around.holds(read.span) and (read.known or not new.source.known) else new.source


def _around(spans: Sequence[Span | None]) -> Span:
    """From the first to the last of the spans."""
    there = [span for span in spans if span is not None]
    return Span(min(s.start for s in there), max(s.end for s in there))


def _near(span: Span, credit: Credit) -> bool:
    """Whether the span stands in or beside the credit's words."""
    around = _around((*credit.content, credit.cue))
    return around.start - NEAR <= span.start and span.end <= around.end + NEAR


def _same_content(one: Credit, other: Credit) -> bool:
    """Whether at least four fifths of either content are shared."""
    shared = sum(a.shared(b) for a in one.content for b in other.content)
    return shared >= 0.8 * max(one.size, other.size)


# ---- the reader's -----------------------------------------------------------------------------------


def _from_reader(
    reading: Reading, scenes: Sequence[Scene], quotations: tuple[Span, ...], one: Attribution
) -> Credit:
    source = None if one.source is None else _participant(reading, scenes, one.source)
    content = one.content
    if one.score is None:  # by the layout of the page, which runs over sentences and is exact
        return Credit(source, one.cue, content, "the layout of the page")
    if (scene := _scene_at(scenes, one.cue.start)) is not None:
        content = _before_next_deed(scene.tree, one.cue, _within_reach(scene.tree, quotations, content))
    return Credit(source, one.cue, content, f"reader {reading.reader}", one.score)


def _scene_at(scenes: Sequence[Scene], offset: int) -> Scene | None:
    """The sentence that holds the code point."""
    holding = (s for s in scenes if s.tree.sentence.start <= offset < s.tree.sentence.end)
    return next(holding, None)


def _speakers(found: list[Credit], persons: Sequence[Span]) -> list[Credit]:
    """The credits in text order; "he" and "she" who name nobody yet are whoever spoke last, others nobody."""
    settled: list[Credit] = []
    last: Credit | None = None
    for credit in sorted(found, key=lambda c: (c.source or c.cue or c.content[0]).start):
        source = credit.source
        unknown = source is not None and not source.known and source.text.lower() in SPEAKS_ON
        if source is not None and unknown and (who := _spoke(last, source)):
            why = f"goes on as the last speaker, “{who.text}”"
            same = replace(source, name=who.name, country=who.country, sector=who.sector, entity=who.entity)
            source = replace(same, how="pronoun", reason=why)
        if source is not None and _is_nobody(source):
            source = None
        settled.append(replace(credit, source=source))
        if source is not None and source.name and credit.vouches and _is_person(source, persons):
            last = settled[-1]
    return settled


def _is_person(source: Participant, persons: Sequence[Span]) -> bool:
    return source.how == "pronoun" or any(one.overlaps(source.span) for one in persons)


def _spoke(last: Credit | None, pronoun: Participant) -> Participant | None:
    """Who spoke last, if lately enough to be meant by the pronoun."""
    if last is None or last.source is None:
        return None
    ended = max(last.source.end, last.content[-1].end)
    return last.source if pronoun.start - ended <= RECENT else None


def _is_nobody(source: Participant) -> bool:
    """Whether it is a pronoun that could not be resolved."""
    return not source.known and source.text.lower() in NOBODY


def _before_next_deed(tree: Tree, cue: Span, content: tuple[Span, ...]) -> tuple[Span, ...]:
    """Contents cut where a verb joined to the cue begins ("accused X of Y [and left]"), or an aside does."""
    cued = [i for i, w in enumerate(tree.words) if cue.start < w.end and w.start < cue.end]
    verb = next((i for i in cued if tree.words[i].upos == "VERB"), cued[-1] if cued else None)
    if verb is None:
        return content
    joined = (c for c in tree.exactly(verb, "conj") if tree.words[c].upos == "VERB")
    ends = [*(tree.span(tree.subtree(c)).start for c in joined), *_asides(tree, cue)]
    end = min((e for e in ends if e > cue.end), default=None)
    if end is None:
        return content
    inside = (p for p in content if p.start < end or p.start >= tree.sentence.end)
    cut = (p if p.start >= end else Span(p.start, min(p.end, end)) for p in inside)
    return tuple(_trimmed(tree, piece) for piece in cut)


def _asides(tree: Tree, cue: Span) -> list[int]:
    """Where the author comments on what was named: "praised its record[, which is short]".

    Only where a noun phrase was named: inside "said that ..." the clause may be the speaker's.
    """
    clause = min((w.start for w in tree.words if _opens(w) and w.start > cue.end), default=None)
    return [
        before.start
        for before, word in pairwise(tree.words)
        if before.text == "," and word.lemma.lower() == "which" and word.start > cue.end
        if clause is None or before.start < clause
    ]


def _opens(word: Word) -> bool:
    return word.upos == "SCONJ" and word.lemma.lower() == "that"


def _trimmed(tree: Tree, piece: Span) -> Span:
    """The piece without a conjunction or comma at its end."""
    inside = [w for w in tree.words if piece.start <= w.start and w.end <= piece.end]
    while len(inside) > 1 and inside[-1].upos in ("CCONJ", "PUNCT"):
        inside.pop()
    return Span(piece.start, inside[-1].end) if inside else piece


def _within_reach(tree: Tree, quotations: tuple[Span, ...], content: tuple[Span, ...]) -> tuple[Span, ...]:
    """The pieces of content that a cue can reach: those of its own sentence, and quotations beside it."""
    sentence = Span(tree.sentence.start, tree.sentence.end)
    beside = [q for q in quotations if q.start <= sentence.end + NEAR and sentence.start - NEAR <= q.end]
    return tuple(p for p in content if sentence.holds(p) or any(p.overlaps(q) for q in beside))


def _participant(reading: Reading, scenes: Sequence[Scene], span: Span) -> Participant:
    """The actor that a source's words denote, or the words themselves where they name nobody known."""
    scene = _scene_at(scenes, span.start)
    if scene is None:
        return _as_written(reading, span, span.start)
    tree = scene.tree
    inside = [i for i, w in enumerate(tree.words) if span.start <= w.start and w.end <= span.end]
    tops = [i for i in inside if tree.words[i].head not in inside]
    if any(tree.antecedent(i) != i for i in tops):  # "which suggests": only who itself can speak
        found = tuple(p for i in tops for p in scene.at(tree.antecedent(i)))
        return found[0] if found else _as_written(reading, span, span.start)
    if all(tree.words[i].upos in ("DET", "PUNCT") for i in inside):  # "The" of "The Hague"
        tops = [tree.words[i].head for i in tops if tree.words[i].head >= 0]
    if found := _denoted(scene, [c for top in tops for c in tree.conjuncts(top) if c in inside]):
        return _together(reading, found)
    return _as_written(reading, span, tree.words[(tops or inside)[0]].start if inside else span.start)


def _denoted(scene: Scene, heads: Sequence[int]) -> tuple[Participant, ...]:
    """The actors that the words denote; whoever is named beside a single one ("radio host [Ada Holm]")."""
    found = scene.actors(heads)
    if len(found) == 1 and found[0].name is None:
        beside = (p for head in heads for k in scene.tree.exactly(head, "appos", "flat") for p in scene.at(k))
        return tuple(p for p in beside if p.name)[:1] or found
    return found


def _together(reading: Reading, found: Sequence[Participant]) -> Participant:
    """One source of those who speak together ("Oman and Chad said"), where each is of a known country."""
    first, last = found[0], found[-1]
    if len(found) < 2 or not all(one.country for one in found):
        return first
    return replace(
        first,
        text=reading.article.text[first.start : last.end],
        end=last.end,
        name=" and ".join(one.name or one.text for one in found),
        country=tuple(dict.fromkeys(code for one in found for code in one.country)),
        sector=first.sector if len({one.sector for one in found}) == 1 else None,
        entity=None,
        reason="; ".join(one.reason for one in found),
    )


def _as_written(reading: Reading, span: Span, head: int) -> Participant:
    text = reading.article.text[span.start : span.end]
    return Participant(
        text, span.start, span.end, head, reason="a source as written; names nobody that is known"
    )


# ---- rules ------------------------------------------------------------------------------------------


def _by_rules(reading: Reading, scene: Scene) -> Iterator[Credit]:
    for index, word in enumerate(scene.tree.words):
        row = lexicon.cues().get((word.lemma.lower(), word.upos))
        if row is None:
            continue
        if row.kind == "source":
            yield from _according(reading, scene, index)
        elif row.kind == "view":
            yield from _view(reading, scene, index)
        elif word.upos == "VERB":
            yield from _saying(reading, scene, index)
        else:
            yield from _noun_or_adjective(reading, scene, index)


def _source(reading: Reading, scene: Scene, verb: int) -> Participant | None:
    tree = scene.tree
    heads = tree.subject(verb)
    if not heads:
        return None
    if tree.words[verb].deprel == "acl:relcl" and heads[0] == tree.words[verb].head:
        return next(iter(scene.at(heads[0])), None)
    if found := [p for p in _denoted(scene, heads) if not _is_nobody(p)]:
        return _together(reading, found)
    word = scene.tree.words[heads[0]]
    if word.upos not in ("NOUN", "PROPN", "PRON", "DET", "ADJ") or word.lemma.lower() in {*NOBODY, "there"}:
        return None
    span = scene.tree.span(scene.tree.subtree(heads[0], frozenset({"acl:relcl", "acl", "conj", "cc"})))
    return _as_written(reading, span, word.start)


def _credit(reading: Reading, scene: Scene, cue: int, content: list[int], rule: str) -> Iterator[Credit]:
    source = _source(reading, scene, cue)
    if source is not None and len(content) >= LEAST_CLAUSE:
        word = scene.tree.words[cue]
        cue_span = Span(word.start, word.end)
        yield Credit(source, cue_span, (scene.tree.span(content),), rule)


def _saying(reading: Reading, scene: Scene, verb: int) -> Iterator[Credit]:
    """ "X said (that) S", "S, X said", "as X said, S", "S, like X had wished"."""
    tree = scene.tree
    word = tree.words[verb]
    if content := tree.exactly(verb, "ccomp") or _gerunds(tree, verb):
        yield from _credit(reading, scene, verb, tree.subtree(content[0]), "clause under a cue")
    elif (opener := _likened(tree, verb)) is not None:
        yield from _as_others_did(reading, scene, verb, opener)
    elif word.deprel == "parataxis" and word.head >= 0:
        rest = [i for i in tree.subtree(word.head) if i not in set(tree.subtree(verb))]
        yield from _credit(reading, scene, verb, _one_side(rest, verb, word.head), "cue beside its clause")
    elif word.deprel.partition(":")[0] in ("advcl", "acl") and word.head >= 0:
        openers = [m for w in (verb, *tree.exactly(verb, "nsubj")) for m in tree.below(w, "mark", "case")]
        marks = {tree.words[m].lemma.lower() for m in openers}
        only_when = tree.exactly(verb, "ccomp", "xcomp")  # "rose as X threatened [to close the strait]"
        if marks & {"as", "like"} and not only_when:
            content = _beside(tree, verb)
            if "like" in marks:  # "S, like X had wished": the author asserts S himself
                for credit in _credit(reading, scene, verb, content, "'like' clause with a cue"):
                    yield replace(credit, vouches=False)
            else:
                yield from _credit(reading, scene, verb, content, "'as' clause with a cue")


def _beside(tree: Tree, verb: int) -> list[int]:
    """The clause that a cue's clause hangs on, as far up as it takes to be one; without the cue's own."""
    own = set(tree.subtree(verb))
    for clause in (up for up in tree.ancestors(verb) if tree.heads_clause(up)):
        rest = [i for i in tree.subtree(clause) if i not in own]
        if len(content := _one_side(rest, verb, clause)) >= LEAST_CLAUSE:
            return content
    return []


def _likened(tree: Tree, verb: int) -> int | None:
    """Who stands between "like" or "as" and the verb's auxiliary, where the parser made him no subject."""
    first = min([verb, *tree.exactly(verb, "aux")])
    if first < 2 or first == verb or tree.exactly(verb, "nsubj", "nsubj:pass"):
        return None
    opener = tree.words[first - 2]
    return first - 1 if opener.lemma.lower() in ("like", "as") and opener.head == first - 1 else None


def _as_others_did(reading: Reading, scene: Scene, verb: int, who: int) -> Iterator[Credit]:
    """ "S, like some have said": the clause before "like", as far up as it takes to be one."""
    tree = scene.tree
    found = scene.actors([who])
    source = found[0] if found else _as_written(reading, tree.span([who]), tree.words[who].start)
    for clause in (up for up in tree.ancestors(who) if tree.heads_clause(up)):
        content = [i for i in tree.subtree(clause) if i < who - 1]
        if len(content) >= LEAST_CLAUSE:
            cue = Span(tree.words[verb].start, tree.words[verb].end)
            yield Credit(source, cue, (tree.span(content),), "'like' clause with a cue", vouches=False)
            return


def _gerunds(tree: Tree, verb: int) -> list[int]:
    """The gerund under a cue: "denied backing X", "admitted having met Y"."""
    clauses = tree.exactly(verb, "xcomp")
    return [c for c in clauses if tree.words[c].text.lower().endswith("ing") or tree.exactly(c, "aux")]


def _one_side(content: list[int], cue: int, head: int) -> list[int]:
    """The part of a content on that side of its cue where its head stands, so that no span covers the cue."""
    return [i for i in content if (i < cue) is (head < cue)]


def _view(reading: Reading, scene: Scene, verb: int) -> Iterator[Credit]:
    """ "X regards Y as Z", "what X calls Z": Z is X's view."""
    tree = scene.tree
    held = tree.oblique(verb, "as") + tree.exactly(verb, "xcomp")
    held += [
        a
        for a in tree.exactly(verb, "advcl")
        if any(tree.words[m].lemma == "as" for m in tree.below(a, "mark")) and not tree.exactly(a, "nsubj")
    ]
    if held:
        yield from _credit(reading, scene, verb, tree.subtree(held[0]), "view under a verb of judging")


def _according(reading: Reading, scene: Scene, index: int) -> Iterator[Credit]:
    """ "According to X, S"."""
    tree = scene.tree
    holder = tree.words[index].head
    if tree.words[index].deprel != "case" or holder < 0:
        return
    clause = tree.clause(tree.words[holder].head) if tree.words[holder].head >= 0 else holder
    own = set(tree.subtree(holder))
    content = _one_side([i for i in tree.subtree(clause) if i not in own], holder, clause)
    found = scene.actors([holder])
    source = found[0] if found else _as_written(reading, tree.span(own), tree.words[holder].start)
    if len(content) >= LEAST_CLAUSE:
        cue = Span(tree.words[index].start, tree.words[index].end)
        yield Credit(source, cue, (tree.span(content),), "'according to'")


def _noun_or_adjective(reading: Reading, scene: Scene, index: int) -> Iterator[Credit]:
    """ "X's claim that S", "X was clear about N", "X is convinced that S"."""
    tree = scene.tree
    word = tree.words[index]
    clauses = tree.exactly(index, "ccomp", "acl") + tree.oblique(index, "about")
    if not clauses:
        return
    if word.upos == "NOUN":
        owners = scene.actors(tree.exactly(index, "nmod:poss"))
        content = tree.subtree(clauses[0])
        if owners and len(content) >= LEAST_CLAUSE:
            yield Credit(owners[0], Span(word.start, word.end), (tree.span(content),), "noun of saying")
    else:
        yield from _credit(reading, scene, index, tree.subtree(clauses[0]), "adjective of saying")


# ---- quotations -------------------------------------------------------------------------------------


def _quotations(
    reading: Reading, scenes: Sequence[Scene], quotations: tuple[Span, ...], found: list[Credit]
) -> list[Credit]:
    """Give a longer quotation after a colon to whoever is announced to speak there."""
    text = reading.article.text
    for quotation in quotations:
        if len(text[quotation.start : quotation.end].split()) <= FEW:
            continue
        partial = [
            c for c in found if any(p.overlaps(quotation) for p in c.content) and not _nested(c, quotation)
        ]
        named = [c for c in partial if c.source is not None]
        speaker = _before_colon(reading, scenes, quotation, named)
        if speaker is not None:
            found = [c for c in found if c not in partial]
            found.append(replace(speaker, content=(Span(quotation.start, quotation.end),)))
    return found


def _nested(credit: Credit, quotation: Span) -> bool:
    """A cue inside the quotation belongs to somebody whom the speaker quotes."""
    return credit.cue is not None and quotation.start <= credit.cue.start < quotation.end


def _before_colon(
    reading: Reading, scenes: Sequence[Scene], quotation: Span, named: Sequence[Credit]
) -> Credit | None:
    """Who is announced to speak: the source credited in the sentence before a colon, or its subject."""
    before = [s for s in scenes if s.tree.sentence.start < quotation.start]
    if not before or not reading.article.text[: quotation.start].rstrip().endswith(":"):
        return None
    tree = before[-1].tree
    there = Span(tree.sentence.start, tree.sentence.end)
    if credited := [c for c in named if c.cue is not None and there.holds(c.cue)]:
        return credited[-1]
    for root in (i for i, w in enumerate(tree.words) if w.head < 0):
        if (source := _source(reading, before[-1], root)) is not None:
            word = tree.words[root]
            return Credit(source, Span(word.start, word.end), (), "subject before a colon")
    return None

"""ClearNLP's trees turned into trees of Universal Dependencies: rows by their examples, rules by trees."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragoman.knowledge import tables
from dragoman.reading import clear, spacy_engine
from dragoman.reading.reader import Reader
from dragoman.records import Article, Mention, Sentence

VOCABULARY = spacy.blank("en").vocab

LEEWAY = 4
"""Examples that the shipped reader may read otherwise: its weights change, the treebanks' rules do not."""

# One word a line: form, part of speech, ClearNLP's head and label, then head and relation in Universal
# Dependencies. Heads count from 1, 0 is the root.
TREES = {
    "preposition of a verb": """
        Kenya   PROPN 2 nsubj | 2 nsubj
        talked  VERB  0 ROOT  | 0 root
        with    ADP   2 prep  | 5 case
        the     DET   5 det   | 5 det
        envoys  NOUN  3 pobj  | 2 obl
        """,
    "preposition of a noun": """
        talks   NOUN  4 nsubj | 4 nsubj
        with    ADP   1 prep  | 3 case
        Kenya   PROPN 2 pobj  | 1 nmod
        ended   VERB  0 ROOT  | 0 root
        """,
    "preposition that ends a clause": """
        land    NOUN 0 ROOT  | 0 root
        they    PRON 3 nsubj | 3 nsubj
        fought  VERB 1 relcl | 1 acl:relcl
        over    ADP  3 prep  | 3 obl
        """,
    "preposition within a preposition": """
        fired  VERB 0 ROOT | 0 root
        from   ADP  1 prep | 5 case
        behind ADP  2 prep | 5 case
        the    DET  5 det  | 5 det
        wall   NOUN 3 pobj | 1 obl
        """,
    "preposition beside an object": """
        went   VERB  0 ROOT | 0 root
        from   ADP   1 prep | 3 case
        Oslo   PROPN 2 pobj | 1 obl
        to     ADP   2 prep | 5 case
        Bergen PROPN 4 pobj | 1 obl
        """,
    "prepositions joined": """
        in     ADP   0 ROOT | 2 case
        Oslo   PROPN 1 pobj | 0 root
        and    CCONJ 1 cc   | 5 cc
        in     ADP   1 conj | 5 case
        Bergen PROPN 4 pobj | 2 conj
        """,
    "agent": """
        Ships  NOUN  3 nsubjpass | 3 nsubj:pass
        were   AUX   3 auxpass   | 3 aux:pass
        seized VERB  0 ROOT      | 0 root
        by     ADP   3 agent     | 5 case
        Kenya  PROPN 4 pobj      | 3 obl:agent
        """,
    "clause under a preposition": """
        accused  VERB  0 ROOT  | 0 root
        Kenya    PROPN 1 dobj  | 1 obj
        of       ADP   1 prep  | 4 mark
        shelling VERB  3 pcomp | 1 advcl
        Oslo     PROPN 4 dobj  | 4 obj
        """,
    "clause under a preposition of a noun": """
        idea  NOUN 0 ROOT  | 0 root
        of    ADP  1 prep  | 3 mark
        going VERB 2 pcomp | 1 acl
        """,
    "adverb under a preposition": """
        lasted VERB 0 ROOT  | 0 root
        until  ADP  1 prep  | 3 case
        now    ADV  2 pcomp | 1 obl
        """,
    "receiver with a preposition": """
        gave  VERB  0 ROOT   | 0 root
        ships NOUN  1 dobj   | 1 obj
        to    ADP   1 dative | 4 case
        Kenya PROPN 3 pobj   | 1 obl
        """,
    "receiver without a preposition": """
        gave  VERB  0 ROOT   | 0 root
        Kenya PROPN 1 dative | 1 iobj
        ships NOUN  1 dobj   | 1 obj
        """,
    "because of": """
        left    VERB  0 ROOT  | 0 root
        because SCONJ 1 prep  | 5 case
        of      ADP   2 pcomp | 2 fixed
        the     DET   5 det   | 5 det
        war     NOUN  2 pobj  | 1 obl
        """,
    "according to": """
        According VERB  4 prep  | 3 case
        to        ADP   1 prep  | 1 fixed
        Kenya     PROPN 2 pobj  | 4 obl
        left      VERB  0 ROOT  | 0 root
        """,
    "such as": """
        states NOUN  0 ROOT | 0 root
        such   ADJ   3 amod | 4 case
        as     ADP   1 prep | 2 fixed
        Kenya  PROPN 3 pobj | 1 nmod
        """,
    "instead of": """
        met     VERB  0 ROOT   | 0 root
        Kenya   PROPN 1 dobj   | 1 obj
        instead ADV   1 advmod | 5 case
        of      ADP   3 prep   | 3 fixed
        Ghana   PROPN 4 pobj   | 1 obl
        """,
    "due to as adjective and infinitive": """
        is     AUX  0 ROOT  | 2 cop
        due    ADJ  1 acomp | 0 root
        to     PART 4 aux   | 4 mark
        arrive VERB 2 xcomp | 2 xcomp
        """,
    "copula with a noun": """
        Kenya   PROPN 2 nsubj  | 5 nsubj
        is      AUX   0 ROOT   | 5 cop
        not     PART  2 neg    | 5 advmod
        a       DET   5 det    | 5 det
        partner NOUN  2 attr   | 0 root
        of      ADP   5 prep   | 7 case
        Ghana   PROPN 6 pobj   | 5 nmod
        .       PUNCT 2 punct  | 5 punct
        """,
    "copula with an adjective": """
        Ties  NOUN 2 nsubj | 3 nsubj
        are   AUX  0 ROOT  | 3 cop
        cold  ADJ  2 acomp | 0 root
        """,
    "copula with auxiliaries in a clause": """
        said  VERB  0 ROOT  | 0 root
        Kenya PROPN 4 nsubj | 5 nsubj
        has   AUX   4 aux   | 5 aux
        been  AUX   1 ccomp | 5 cop
        calm  ADJ   4 acomp | 1 ccomp
        """,
    "copula with a prepositional phrase": """
        Kenya  PROPN 2 nsubj | 4 nsubj
        is     AUX   0 ROOT  | 4 cop
        in     ADP   2 prep  | 4 case
        crisis NOUN  3 pobj  | 0 root
        """,
    "copula with a clause": """
        trouble NOUN  2 nsubj | 5 nsubj:outer
        is      AUX   0 ROOT  | 5 cop
        that    SCONJ 5 mark  | 5 mark
        Kenya   PROPN 5 nsubj | 5 nsubj
        left    VERB  2 ccomp | 0 root
        """,
    "copulas joined": """
        is    AUX   0 ROOT  | 2 cop
        calm  ADJ   1 acomp | 0 root
        and   CCONJ 1 cc    | 5 cc
        is    AUX   1 conj  | 5 cop
        firm  ADJ   4 acomp | 2 conj
        """,
    "there is": """
        There EXPL  2 expl | 2 expl
        is    VERB  0 ROOT | 0 root
        a     DET   4 det  | 4 det
        plan  NOUN  2 attr | 2 nsubj
        """.replace("EXPL", "PRON"),
    "predicate of another verb": """
        became VERB 0 ROOT | 0 root
        a      DET  3 det  | 3 det
        threat NOUN 1 attr | 1 xcomp
        """,
    "possessive": """
        Kenya PROPN 3 poss | 3 nmod:poss
        's    PART  1 case | 1 case
        army  NOUN  0 ROOT | 0 root
        """,
    "coordination": """
        Kenya  PROPN 6 nsubj | 6 nsubj
        ,      PUNCT 1 punct | 1 punct
        Ghana  PROPN 1 conj  | 1 conj
        and    CCONJ 3 cc    | 5 cc
        Togo   PROPN 3 conj  | 1 conj
        signed VERB  0 ROOT  | 0 root
        """,
    "conjunction that opens a sentence": """
        But    CCONJ 3 cc    | 3 cc
        Kenya  PROPN 3 nsubj | 3 nsubj
        came   VERB  0 ROOT  | 0 root
        and    CCONJ 3 cc    | 5 cc
        stayed VERB  3 conj  | 3 conj
        """,
    "name of a person": """
        President PROPN 4 compound | 2 compound
        *Uhuru    PROPN 4 compound | 5 nsubj
        *Muigai   PROPN 4 compound | 2 flat
        *Kenyatta PROPN 5 nsubj    | 2 flat
        left      VERB  0 ROOT     | 0 root
        """,
    "name with a hyphen": """
        *Jean    PROPN 3 compound | 5 nsubj
        *-       PUNCT 3 punct    | 1 punct
        *Claude  PROPN 4 compound | 1 flat
        *Juncker PROPN 5 nsubj    | 1 flat
        left     VERB  0 ROOT     | 0 root
        """,
    "infinitive": """
        wants VERB 0 ROOT  | 0 root
        to    PART 3 aux   | 3 mark
        leave VERB 1 xcomp | 1 xcomp
        """,
}


def rows(name: str) -> list[dict[str, str]]:
    return list(tables.rows("languages", "en", name))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def converted(doc: Doc) -> Sentence:
    """The Doc as the one sentence of a text that is made of its words; a name of a person is its entity."""
    text = doc.text
    names = [
        Mention(entity.start_char, entity.end_char, entity.text, "PER", None)
        for entity in doc.ents
        if entity.label_ == "PERSON"
    ]
    paragraph = spacy_engine.Paragraph(1, ((0, len(text)),))
    (sentence,) = spacy_engine.sentences(doc, paragraph, text, names)
    return sentence


def document(words: list[str], upos: list[str], heads: list[int], labels: list[str]) -> Doc:
    """A hand-built Doc; ``heads`` are indices, the root's its own. Words after a star are a person's name."""
    forms = [word.removeprefix("*") for word in words]
    ends = [
        ("I-PERSON" if words[i - 1].startswith("*") else "B-PERSON") if word.startswith("*") else "O"
        for i, word in enumerate(words)
    ]
    return Doc(VOCABULARY, words=forms, pos=upos, heads=heads, deps=labels, ents=ends)


# ---- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TREES)
def test_a_tree_is_turned_round(name: str) -> None:
    lines = [line.split() for line in TREES[name].strip().splitlines()]
    forms, upos, heads, labels, _, new_heads, relations = map(list, zip(*lines, strict=True))
    above = [int(head) - 1 if int(head) else place for place, head in enumerate(heads)]
    sentence = converted(document(forms, upos, above, labels))
    found = [(word.text, word.head + 1, word.deprel) for word in sentence.words]
    expected = zip((form.removeprefix("*") for form in forms), map(int, new_heads), relations, strict=True)
    assert found == list(expected)


def test_white_space_is_left_out_and_what_hangs_on_it_stays_in_the_tree() -> None:
    words, upos = ["Kenya", " ", "praised", "\n", "Uganda"], ["PROPN", "SPACE", "VERB", "SPACE", "PROPN"]
    spaced = Doc(
        VOCABULARY,
        words=words,
        spaces=[True, False, False, False, False],
        pos=upos,
        heads=[1, 2, 2, 2, 3],
        deps=["nsubj", "dep", "ROOT", "dep", "dobj"],
    )
    sentence = converted(spaced)
    assert [(w.text, w.head, w.deprel) for w in sentence.words] == [
        ("Kenya", 1, "nsubj"),
        ("praised", -1, "root"),
        ("Uganda", 1, "obj"),
    ]


def test_a_second_root_hangs_on_the_first() -> None:
    doc = document(
        ["Kenya", "left", "Togo", "stayed"], ["PROPN", "VERB"] * 2, [1, 1, 3, 3], ["nsubj", "ROOT"] * 2
    )
    words = converted(doc).words
    assert [(word.head, word.deprel) for word in words] == [
        (1, "nsubj"),
        (-1, "root"),
        (3, "nsubj"),
        (1, "dep"),
    ]


@st.composite
def trees(draw: st.DrawFn) -> clear.Tree:
    """Any tree with any labels over words that the rules look for."""
    size = draw(st.integers(1, 12))
    order = draw(st.permutations(range(size)))
    forms = st.sampled_from(["is", "because", "of", "and", "Kenya", "left", "such", "as", "due", "to", "'s"])
    upos = st.sampled_from(sorted(spacy_engine.UPOS))
    labels = st.sampled_from(sorted(clear.labels()))
    heads = {order[0]: -1}
    for place in range(1, size):
        heads[order[place]] = order[draw(st.integers(0, place - 1))]
    return tuple(
        clear.Node(draw(forms), draw(upos), heads[i], draw(labels) if heads[i] >= 0 else clear.ROOT)
        for i in range(size)
    )


@given(tree=trees(), name=st.integers(0, 11), length=st.integers(1, 4))
@settings(max_examples=300, deadline=None)
def test_any_tree_stays_a_tree_and_has_relations_of_universal_dependencies_only(
    tree: clear.Tree, name: int, length: int
) -> None:
    person = range(min(name, len(tree) - 1), min(name + length, len(tree)))
    found = clear.universal(tree, [person])
    assert [(node.form, node.upos) for node in found] == [(node.form, node.upos) for node in tree]
    assert [node.head for node in found].count(-1) == 1
    for start, node in enumerate(found):
        assert (node.head == -1) == (node.relation == "root")
        assert node.relation.partition(":")[0] in spacy_engine.RELATIONS
        place, steps = start, 0
        while place != -1 and steps <= len(found):
            place, steps = found[place].head, steps + 1
        assert place == -1


# ---- rows -----------------------------------------------------------------------------------------


def test_every_relation_of_the_table_is_one_of_universal_dependencies() -> None:
    for row in rows("clear_relations.csv"):
        assert row["relation"].partition(":")[0] in spacy_engine.RELATIONS, row["label"]
        assert row["example"] and row["reason"], row["label"]


def test_every_label_of_the_table_has_a_row_for_any_word() -> None:
    plain = {row["label"] for row in rows("clear_relations.csv") if not row["upos"] and not row["head"]}
    assert plain == clear.labels()


@pytest.mark.parametrize(
    "row", rows("clear_relations.csv"), ids=lambda row: f"{row['label']}-{row['relation']}"
)
def test_a_label_is_renamed_as_its_row_says(reader: Reader, row: dict[str, str]) -> None:
    """In the example the dependent hangs on its governor under the row's label, all else on the governor."""
    (sentence,) = reader.read(Article("", row["example"])).sentences
    words = [word.text for word in sentence.words]
    dependent, governor = words.index(row["dependent"]), words.index(row["governor"])
    upos = [word.upos for word in sentence.words]
    if row["upos"]:
        upos[dependent] = row["upos"].split("|")[0]
    labels = ["dep"] * len(words)
    labels[governor], labels[dependent] = "ROOT", row["label"]
    found = converted(document(words, upos, [governor] * len(words), labels)).words[dependent]
    assert (found.deprel, found.head) == (row["relation"], governor)


def test_the_shipped_reader_finds_the_relations_of_the_rows_in_their_examples(reader: Reader) -> None:
    other = []
    for row in rows("clear_relations.csv"):
        (sentence,) = reader.read(Article("", row["example"])).sentences
        words = sentence.words
        found = {(w.text, w.deprel, words[w.head].text) for w in words if w.head >= 0}
        if (row["dependent"], row["relation"], row["governor"]) not in found:
            other.append((row["label"], row["example"]))
    assert len(other) <= LEEWAY, other


def test_the_shipped_reader_reads_the_fixed_prepositions_as_fixed(reader: Reader) -> None:
    other = []
    for row in rows("fixed.csv"):
        words = reader.read(Article("", row["example"])).sentences[0].words
        pairs = pairwise(words)
        if not any(
            f"{one.text} {two.text}".casefold() == row["form"] and two.deprel == "fixed" for one, two in pairs
        ):
            other.append(row["form"])
    assert len(other) <= LEEWAY, other


def test_the_shipped_reader_finds_the_names_of_the_entity_rows(reader: Reader) -> None:
    other = []
    for row in rows("entity_labels.csv"):
        assert row["name"] in row["example"] and row["reason"], row["label"]
        found = {mention.text: mention.kind for mention in reader.read(Article("", row["example"])).mentions}
        if found.get(row["name"]) != (row["kind"] or None):
            other.append((row["label"], found))
    assert len(other) <= LEEWAY, other

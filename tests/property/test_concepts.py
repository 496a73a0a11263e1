"""Laws of files of concepts: their order means nothing, and of whatever is written something can be said."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from etiquette._matching.compiled import expression
from etiquette._matching.notation import MOST, Notation, PhraseError
from etiquette._matching.reading import Recognition
from etiquette._matching.words import Lexicon
from etiquette._packing.names import Names
from etiquette._packing.parse_concepts import parse_concepts
from etiquette._packing.parse_definitions import parse_definition
from etiquette._packing.parse_languages import parse_languages
from etiquette._packing.statements import statements
from etiquette._packing.tree import Tree
from etiquette._reading.yaml import from_data
from etiquette.diagnostics import Diagnostic
from etiquette.messages import Reading
from etiquette.recognition import Language
from etiquette.vocabulary import Vocabulary

WORDS = ["thank", "thanks", "you", "so", "much", "asap", "please", "answer", "not", "don't", "now"]
PARTS = [*WORDS, "{some}", "{other}", "(thank|please)", "[so]", "..", "...", "=now"]
PHRASES = st.tuples(st.sampled_from(WORDS), st.lists(st.sampled_from(PARTS), max_size=3)).map(
    lambda found: " ".join((found[0], *found[1]))
)
ENTRIES = st.one_of(
    PHRASES,
    st.fixed_dictionaries(
        {"say": PHRASES},
        optional={
            "with": st.lists(PHRASES, min_size=1, max_size=2),
            "unless": st.lists(PHRASES, min_size=1, max_size=2),
            "instead": st.sampled_from(["One.", "Other."]),
        },
    ),
)
LISTS = st.fixed_dictionaries(
    {}, optional={name: st.lists(st.sampled_from(WORDS), max_size=3) for name in ("some", "other")}
)
CONCEPTS = st.fixed_dictionaries(
    {"concept": st.sampled_from(["thanks", "haste"]), "language": st.just("en")},
    optional={
        "phrases": st.lists(ENTRIES, max_size=5),
        "exceptions": st.lists(ENTRIES, max_size=2),
        "patterns": st.lists(st.sampled_from(["asap", "!+", "th.nk"]), max_size=2),
        "lists": LISTS,
        "negated": st.just("ignore"),
        "instead": st.just("Else."),
    },
)
LANGUAGES = [
    {
        "language": "en",
        "stemmer": "english",
        "contractions": {"n't": "not"},
        "lists": {"some": ["so", "now"]},
    },
    {"language": "en", "negators": ["not", "no"], "lists": {"some": ["much"], "other": ["you", "you all"]}},
]
TEXTS = st.lists(st.sampled_from([*WORDS, ".", "!", ",", "no"]), max_size=12).map(" ".join)


def shuffled(data: Any, draw: st.DataObject) -> Any:
    """The same with keys and entries of lists in another order."""
    if isinstance(data, dict):
        keys = draw.draw(st.permutations(list(data)))
        return {key: shuffled(data[key], draw) for key in keys}
    if isinstance(data, list):
        return [shuffled(each, draw) for each in draw.draw(st.permutations(data))]
    return data


def trees(files: list[dict[str, Any]]) -> list[Tree]:
    """Files of a pack."""
    return [Tree.of(from_data(each, f"{number}.yaml"), "coach") for number, each in enumerate(files)]


def read(
    concepts: list[dict[str, Any]], languages: list[dict[str, Any]]
) -> tuple[Recognition, list[Diagnostic]]:
    """What files come to, and all that is wrong with them."""
    names = Names(Vocabulary({}, {}), {"concepts": ("thanks", "haste")}, parse_definition)
    spoken = parse_languages(trees(languages), names)
    found = parse_concepts(trees(concepts), spoken, {"en"}, names)
    return Recognition({code: each.language for code, each in spoken.items()}, found, "en"), names.found


def seen(reading: Reading) -> list[tuple[Any, ...]]:
    """The hits without the files that they come from."""
    return [(hit.concept, hit.span, hit.by, hit.instead) for hit in reading.hits]


@given(st.lists(CONCEPTS, max_size=4), TEXTS, st.data())
def test_no_order_means_anything(concepts: list[dict[str, Any]], text: str, data: st.DataObject) -> None:
    """Files, phrases, words and keys in any order: the same hits, by the same phrases, and one digest."""
    files = shuffled([*concepts, *LANGUAGES], data)
    others = [each for each in files if "concept" in each]
    languages = [each for each in files if "concept" not in each]
    first, problems = read(concepts, LANGUAGES)
    other, others_problems = read(others, languages)
    assert sorted(each.message for each in problems) == sorted(each.message for each in others_problems)
    if not problems:
        there, back = (each.read(text, language="en") for each in (first, other))
        assert seen(there) == seen(back)
    one, two = (
        sorted(map(repr, statements(trees(mine), trees(theirs))))
        for mine, theirs in ((concepts, LANGUAGES), (others, languages))
    )
    assert one == two


@given(st.lists(CONCEPTS, max_size=3), TEXTS)
def test_what_loads_can_be_read_with(concepts: list[dict[str, Any]], text: str) -> None:
    """If nothing is wrong with the files, no phrase is refused when a text comes along."""
    recognition, problems = read(concepts, LANGUAGES)
    if not problems:
        assert recognition.read(text, language="en").judged == bool(concepts)


@given(st.text(st.sampled_from("ab =.?!^()[]{}|,'-é\u00df\u0130\n\\*+$/#~&"), min_size=1, max_size=40))
@example("[" * 400)
@example("{some")
@example("\ud7ff\U0010ffff")
def test_anything_in_a_phrase_is_read_or_told_of(phrase: str) -> None:
    """Junk gives a diagnostic, never an error; and whatever is read RE2 takes."""
    concept = {"concept": "thanks", "language": "en", "phrases": [phrase], "exceptions": [phrase]}
    recognition, problems = read([concept], LANGUAGES)
    assert {each.code for each in problems} <= {"E450", "E452"}
    if not problems:
        recognition.read("a b", language="en")


@given(st.text(st.sampled_from("ab(?=!<>P:)[]^-*+{},1\\dQEZz|.$"), min_size=1, max_size=20))
def test_anything_in_a_pattern_is_read_or_told_of(pattern: str) -> None:
    """Junk gives a diagnostic, never an error."""
    recognition, problems = read([{"concept": "thanks", "language": "en", "patterns": [pattern]}], LANGUAGES)
    assert {each.code for each in problems} <= {"E451"}
    if not problems:
        recognition.read("a b", language="en")


@pytest.mark.parametrize("piece", ["... ", "a ", "=a ", "[a] ", "(a|b) ", "a .. "])
def test_the_longest_phrases_can_be_compiled(piece: str) -> None:
    """Whatever its parts are, a phrase that isn't too long for the notation isn't too large for RE2."""
    notation = Notation(Lexicon(Language("en")))
    least, most = 1, MOST
    while least < most:
        count = (least + most + 1) // 2
        try:
            notation.pattern(f"a {piece * count}")
            least = count
        except PhraseError:
            most = count - 1
    assert expression(notation.pattern(f"a {piece * least}"))

"""The documentation as a whole: links lead somewhere, nothing is left out, the engine keeps to its words."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import etiquette
from etiquette.codes import TITLES
from etiquette.vocabulary import NONE, Assumption, FactDecl, read_vocabulary
from pages import ROOT, documents, section

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

# Words that only packs, schemas and plugins may know. The engine serves any kind of etiquette. A candidate
# may be one for a release to choose or a step to suggest, so that word is not among them;
# and `--jobs` are processes.
ETIQUETTE_WORDS = re.compile(
    r"thank|interview|recruit|employer|hiring|asap|\bjob\b|(?<!--)\bjobs\b", re.IGNORECASE
)


def anchor(heading: str) -> str:
    """The anchor that a forge makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.replace("`", "").lower()).replace(" ", "-")


@pytest.mark.parametrize("page", documents(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Every relative link of a page names a file of the repository, and a heading in it if it says so."""
    broken = []
    for link in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith(("https://", "http://")):
            continue
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or ROOT not in target.parents:
            broken.append(link)
        elif fragment:
            headings = _HEADING.findall(target.read_text(encoding="utf-8"))
            if fragment not in {anchor(heading) for heading in headings}:
                broken.append(link)
    assert not broken


def test_every_page_can_be_reached() -> None:
    """From the README, following links, one gets to every page under docs."""
    seen: set[Path] = set()
    queue = [ROOT / "README.md"]
    while queue:
        page = queue.pop()
        if page in seen:
            continue
        seen.add(page)
        for link in _LINK.findall(page.read_text(encoding="utf-8")):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists():
                queue.append(target)
    assert [page for page in documents() if (ROOT / "docs") in page.parents and page not in seen] == []


def test_the_engine_knows_no_etiquette() -> None:
    """No file of the engine has a word of the etiquette that it is used for; all of that is data."""
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "engine").rglob("*"))
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.parts)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ETIQUETTE_WORDS.search(line)
    ]
    assert found == []


def test_the_architecture_names_every_module() -> None:
    """The table of modules names each module and package of the engine, and none that isn't there."""
    package = ROOT / "engine" / "etiquette"
    modules = [*package.glob("*.py"), *(path.parent for path in package.glob("*/__init__.py"))]
    page = section((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"), "The modules")
    table = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = {name for cell in table for name in re.findall(r"`(\w+)`", cell)}
    assert named == {path.stem for path in modules} - {"__init__", "__main__"}


def test_the_diagnostics_index_lists_every_code() -> None:
    """The index of diagnostics has one line for each code, with its title, and none that isn't a code."""
    index = (ROOT / "docs" / "diagnostics" / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| \[([EL]\d+)\]\(\1\.md\) \| (.+) \|$", index, re.MULTILINE)
    assert listed == sorted(TITLES.items())


def test_every_fact_is_in_the_table() -> None:
    """The page on facts lists every fact, field and assumption as the schema declares them."""
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert facts_table() in page


def facts_table() -> str:
    """The table of all facts in the bundled schema, as it has to stand in docs/facts.md."""
    schema = json.loads((ROOT / "schemas" / "facts.schema.json").read_text(encoding="utf-8"))
    rows = ["| fact | what it says | value | if you don't tell |", "|---|---|---|---|"]
    for fact in read_vocabulary(schema).facts.values():
        for each in (fact, *fact.fields):
            cells = (f"`{each.path}`", each.title, _value(each), _untold(each))
            rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def test_every_key_of_a_step_is_in_the_table() -> None:
    """The page on facts lists every key of a proposed step and of its message."""
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert step_table() in page


def step_table() -> str:
    """The table of all keys below ``proposed``, as it has to stand in docs/facts.md."""
    schema = json.loads((ROOT / "schemas" / "facts.schema.json").read_text(encoding="utf-8"))
    keys = dict(schema["properties"]["proposed"]["properties"])
    details = next(each for each in keys["message"]["anyOf"] if "properties" in each)
    keys |= {f"message.{key}": each for key, each in details["properties"].items()}
    rows = ["| key | what it says | for example |", "|---|---|---|"]
    for key, each in keys.items():
        example = each["examples"][0]
        shown = f"[{', '.join(example)}]" if isinstance(example, list) else example
        rows.append(f"| `proposed.{key}` | {each['description']} | `{shown}` |")
    return "\n".join(rows) + "\n"


@pytest.mark.parametrize("family", ["actions", "channels", "recipients", "carriers", "concepts"])
def test_every_word_is_in_a_table(family: str) -> None:
    """The page on facts lists every word that the bundled pack declares, in its order."""
    page = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    assert words_table(family) in page


def words_table(family: str) -> str:
    """The table of the words of one family in the bundled pack, as it has to stand in docs/facts.md."""
    declared = getattr(etiquette.load("post-interview", plugins=()), family)
    rows = [f"| {_HEADS[family]} | what it stands for |", "|---|---|"]
    rows += [f"| `{word}` | {each.title} |" for word, each in declared.items()]
    return "\n".join(rows) + "\n"


_HEADS = {
    "actions": "action",
    "channels": "channel",
    "recipients": "to whom",
    "carriers": "through whom",
    "concepts": "what a message says",
}


def _value(fact: FactDecl) -> str:
    kinds = {
        "boolean": "`true` or `false`",
        "date": "a date",
        "time": "a time",
        "zone": "a time zone",
        "number": "a number",
        "text": "text",
        "texts": "a list of texts",
        "records": "a list",
        "word": "a word",
        "words": "a list of words",
    }
    text = kinds[fact.kind]
    if fact.values:
        text = ", ".join(f"`{value}`" for value in fact.values)
    elif fact.words_of:
        many = fact.kind == "words"
        text = f"a list of {fact.words_of}" if many else f"one of the {fact.words_of}"
    return f"{text}, or `none`" if fact.can_be_none else text


def _untold(fact: FactDecl) -> str:
    match fact.assume:
        case None:
            return "needed" if fact.required else ""
        case Assumption("today_is_after", path):
            return f"`true` after `{path}`"
        case Assumption("holds", name):
            return f"what `{name}` says"
        case Assumption(_, value):
            return _word(value)


def _word(value: Any) -> str:
    if value is NONE:
        return "`none`"
    if isinstance(value, tuple):
        return "`[" + ", ".join(value) + "]`"
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"

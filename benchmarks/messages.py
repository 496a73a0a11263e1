"""How well messages are read, and how fast.

    python benchmarks/messages.py                  agreement with the labelled messages
    python benchmarks/messages.py --wrong          and what is judged wrongly of the developing part
    python benchmarks/messages.py --speed          how fast
    python benchmarks/messages.py --pack FOLDER    with another pack; all of these

Texts of the measuring part are never shown: whoever writes phrases must not know them. The figures of speed
are a part of ``make bench`` too.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import etiquette
from corpus import CORPUS, PARTS, Judged, judged, messages, score
from measure import machine
from reading_speed import speed
from tables import Table

__all__ = ["agreement", "main"]

PACK: Final = "post-interview"
_HEAD: Final = ("", "messages", "there", "found", "precision", "recall")


def agreement(part: str, results: Sequence[Judged]) -> Iterator[Table]:
    """How well the product and the labels of one part agree: by concept, and about what is bad."""
    title = f"{part.capitalize()} part"
    labels = sorted({each for one in results for each in (*one.message.says, *one.says)} - {"text_speak"})
    rows = [_concept(results, label) for label in labels]
    yield Table(f"{title}: concepts", "What a message says, as labelled and as read.", _HEAD, rows)
    rows = [
        _verdict("all, with the judge", results),
        _verdict("phrases alone, as advice", results, lambda each: each.phrases),
        _verdict("all, any grave finding", results, lambda each: each.wrong),
    ]
    for hard in ("none", "negative", "positive"):
        rows.append(_verdict(f"hard: {hard}", [each for each in results if each.message.hard == hard]))
    for writer in sorted({each.message.writer for each in results}):
        rows.append(_verdict(f"by {writer}", [each for each in results if each.message.writer == writer]))
    yield Table(f"{title}: verdicts", "Messages that are bad, as labelled and as judged.", _HEAD, rows)


def _concept(results: Sequence[Judged], label: str) -> tuple[str, ...]:
    found = score(results, lambda each: label in each.says, lambda message: label in message.says)
    return _row(label, len(results), found.right, found.false, found.missed, found.precision, found.recall)


def _verdict(
    name: str, results: Sequence[Judged], found: Callable[[Judged], bool] = lambda each: each.bad
) -> tuple[str, ...]:
    got = score(results, found, lambda message: message.bad)
    return _row(name, len(results), got.right, got.false, got.missed, got.precision, got.recall)


def _row(
    name: str, count: int, right: int, false: int, missed: int, precision: str, recall: str
) -> tuple[str, ...]:
    return name, str(count), str(right + missed), str(right + false), precision, recall


def _wrong(results: Sequence[Judged]) -> Iterator[str]:
    """The messages that are judged wrongly, and the concepts of others that are read wrongly."""
    for each in results:
        more = sorted(each.says - set(each.message.says) - {"text_speak"})
        less = sorted(set(each.message.says) - each.says)
        if each.bad != each.message.bad or more or less:
            verdict = f"{'bad' if each.bad else 'good'}, is {'bad' if each.message.bad else 'good'}"
            yield f"--- {each.message.id}: {verdict}; too much: {more}; missing: {less}"
            yield from (f"    {by}" for by in each.by)
            yield from (f"    is {label}: {quote!r}" for label in less for quote in each.message.says[label])
            if each.bad != each.message.bad:
                yield each.message.text


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pack", default=PACK, help=f"a pack, or its folder ({PACK})")
    parser.add_argument("--wrong", action="store_true", help="list what is wrong in the developing part")
    parser.add_argument("--part", choices=PARTS, action="append", help="one part only")
    parser.add_argument("--speed", action="store_true", help="how fast messages are read")
    parser.add_argument("--rounds", type=int, default=5, help="how often each time is taken (5)")
    parser.add_argument("--count", type=int, default=10_000, help="how many messages to read for speed")
    parser.add_argument("--json", type=Path, help="also write the tables into this file")
    given = parser.parse_args(arguments)
    ruleset = etiquette.load(given.pack)
    tables: list[Table] = []
    if given.speed:
        print(f"Taken on {machine()}.\n")
        tables += speed(ruleset, given.rounds, given.count)
    else:
        for part in given.part or PARTS:
            results = judged(ruleset, messages(part, CORPUS))
            tables += agreement(part, results)
            if given.wrong and part == PARTS[0]:
                print("\n".join(_wrong(results)), end="\n\n")
    print("\n".join(map(str, tables)))
    if given.json:
        given.json.write_text(json.dumps([each.data() for each in tables], indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()

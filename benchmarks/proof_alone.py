"""The proof of the pack in a folder by itself: prints the seconds, without those that loading takes."""

from __future__ import annotations

import sys

import z3

import etiquette
from etiquette._proving.prove import prove
from measure import took


def main() -> None:
    """Load the pack that is named, start the solver, and prove every claim."""
    ruleset = etiquette.load(sys.argv[1], plugins=())
    z3.Solver().check()
    print(took(lambda: prove(ruleset)))


if __name__ == "__main__":
    main()

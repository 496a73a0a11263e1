"""The proof of a pack by itself, and again after a change, in this process: prints both in seconds.

Neither has in it what starting Python and loading the packs take, nor is anything known at first.
"""

from __future__ import annotations

import sys

import z3

import etiquette
from etiquette._proving.memory import Memory
from etiquette._proving.prove import prove
from measure import took


def main() -> None:
    """Load the two versions that are named, prove every claim about one and then about the other."""
    old, new = (etiquette.load(each, plugins=()) for each in sys.argv[1:])
    memory = Memory()
    z3.Solver().check()
    print(took(lambda: prove(old, memory=memory)), took(lambda: prove(new, memory=memory)))


if __name__ == "__main__":
    main()

"""Proofs about rule packs: over all facts, by intervals and sets where those suffice and by z3 where not.

Nothing outside imports z3 before something is proved; it comes with the extra ``prove``.
"""

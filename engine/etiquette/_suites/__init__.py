"""Suites of cases beside a pack: running them, what they cover, and which changes of the pack they notice."""

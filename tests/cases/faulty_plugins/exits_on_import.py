"""Tries to end the program that imports it."""

raise SystemExit(0)

"""Recognising in a text what a pack has concepts for: words, phrases, negation, quotation, and places."""

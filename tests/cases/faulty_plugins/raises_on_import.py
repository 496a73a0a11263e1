"""Fails while it is imported."""

message = "the licence has run out"
raise RuntimeError(message)

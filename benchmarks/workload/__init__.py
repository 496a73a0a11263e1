"""The decision on which engines are put beside each other: its facts, the same by hand, and as a pack."""

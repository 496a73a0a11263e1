"""Style of rules: what loads and works, and still should be written otherwise."""

"""From packs as they are written to one ruleset: finding, versions, parsing, layers, and what is wrong."""

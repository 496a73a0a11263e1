"""One canonical layout for the YAML of packs: the same data and the same comments always look the same."""

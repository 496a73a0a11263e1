"""From files to documents, to facts: strict YAML with the place of everything, schemas, and what is wrong."""

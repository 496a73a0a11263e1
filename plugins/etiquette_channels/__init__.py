"""What channels demand: one plugin each, found through the entry points that third parties use too.

Each is a file of rules, ``rules.yaml``, and the few lines that hand it in. They know nothing of the engine
but its public names.
"""

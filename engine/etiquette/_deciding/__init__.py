"""From a ruleset and facts to decisions: the evaluator, and what looks at its results."""

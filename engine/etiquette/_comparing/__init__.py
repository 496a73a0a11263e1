"""What changes for people between two rulesets: found by the solver, shown by the evaluator, said in English.

A change that the solver finds and the evaluator doesn't show is never claimed.
"""

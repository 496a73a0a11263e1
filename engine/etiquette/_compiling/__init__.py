"""A ruleset as generated Python: conditions are compiled, combinations are tabulated.

For each action, straight-line code made through :mod:`ast` works out which rules apply, which is its *state*
(one integer and the words that stand in sets), and the days of their windows. What rules come to together
depends on nothing but the state, apart from days; so it is worked out by :mod:`etiquette._deciding`, once for
each state that is met, and kept as a *shape*. What is left to do for a case is to compare a few day numbers.
"""

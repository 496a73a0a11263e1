"""Reports and explanations as text that a person reads at a glance.

:func:`print_report` and :func:`print_explanation` write to a terminal or a file; the modules below them
first decide what is said (``report``, ``plan``, ``ways``, ``explanation``) and only then how it looks
(``draw``). Every word about the subject matter comes from the ruleset.
"""

"""A ruleset as SQL: conditions are compiled, combinations are tabulated.

The seam, for whoever reads and writes rows::

    plan = compile_ruleset(ruleset, wanted, columns)      # columns: {name: DuckDB type} of the relation
    found = plan.run(connection, "rows")                  # the relation's name
    found.answers, found.rest                             # names of a view and a table of the connection

``ruleset`` is the one as loaded, ``wanted`` a :class:`~etiquette._batch.wanted.Wanted`. The relation has a
column ``__row`` (BIGINT, each number once) and either ``__line`` (VARCHAR, one JSON object) or the columns
of facts, nested or dotted. ``answers`` has ``__row`` and the columns of ``answer_schema`` (key, row, as_of,
ok, exit_code, ACTION.…, breaches), in that order. ``rest`` has the one column ``__row``: the rows that SQL
can't answer or that aren't plainly valid, which :class:`~etiquette._batch.answering.Answering` answers or
refuses. Each row is in one of the two, and neither is in order. Answers are worked out when they are read,
once for each reading: best read once, by what writes them. Both are replaced by the next run on the same
connection; a connection is for one thread.


:class:`UnsupportedError` is raised where nothing of a ruleset can be answered this way: then all rows go to
Python.
"""

from __future__ import annotations

from .plan import Found, Plan, compile_ruleset
from .terms import UnsupportedError

__all__ = ["Found", "Plan", "UnsupportedError", "compile_ruleset"]

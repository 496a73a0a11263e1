"""Many cases at once: rows of facts in, rows of answers out, over Arrow record batches.

``wanted`` says what a run asks for, ``recipe`` how any process gets at the same rules, ``columns`` what an
answer looks like, ``rows`` how a row of a table becomes facts, ``one_row`` decides a single row, and
``answering`` does all of it for a batch. On top of it stand ``source`` (what is read), ``parts`` (the work in
numbered parts, which a killed run goes on with), ``workers`` (all cores), ``finish`` (the answers put
together) and ``run``.
"""

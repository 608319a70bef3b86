"""The command line: ``centralasia convert``, ``rates`` and ``show``. It parses arguments, calls the library and prints.

Exit codes are 0; 1 for an error, or where a document has findings of severity error; 2 for a wrong call; 130 when
interrupted. Errors are one line on standard error. ``--json`` prints figures as texts and fractions as "n/d", exactly.
"""

from centralasia.cli.entry import main

__all__ = ["main"]

"""The way in, which works without the extra `cli`, if only to say how to install it."""

import sys
from collections.abc import Sequence
from typing import Final, NoReturn

from centralasia.errors import MissingExtraError

__all__ = ["main"]

_LIBRARIES: Final = frozenset({"click", "rich"})


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and leave the program with its exit code.

    Args:
        arguments: The arguments after the name of the program; those of the running program when not given.

    Example:
        >>> from contextlib import suppress
        >>> with suppress(SystemExit):
        ...     main(["convert", "5 TMT", "TMT", "--on", "2024-03-01", "--explain"])
        5 TMT = 5.00 TMT on 2024-03-01
          the same currency: no rate was used
          exact: no rate was rounded
          from the rates that ship with centralasia
          rounded once, half even, to 2 decimals
    """
    try:
        from centralasia.cli.program import program  # noqa: PLC0415 - where click is missing, this is told below
    except ModuleNotFoundError as error:
        if error.name not in _LIBRARIES:
            raise
        sys.stderr.write(f"centralasia: {MissingExtraError('cli', error.name)}\n")
        sys.exit(1)
    program.main(arguments, prog_name="centralasia")

"""The program: its commands, its exit codes, and errors in one line."""

import sys
from importlib.metadata import PackageNotFoundError, version
from io import TextIOWrapper
from typing import Any, Final, NoReturn, final

import click

from centralasia.cli.convert import convert
from centralasia.cli.fetch import fetch
from centralasia.cli.mentions import mentions
from centralasia.cli.normalise import normalize
from centralasia.cli.output import complain, in_our_words
from centralasia.cli.rates import rates
from centralasia.cli.show import show
from centralasia.cli.tables import convert_table
from centralasia.cli.validating import validate
from centralasia.errors import CentralAsiaError

__all__ = ["program"]

_FAILED: Final = 1
_INTERRUPTED: Final = 130


@final
class Program(click.Group):
    """A group of commands that tells every error of ours in one line and leaves with the code that stands for it."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what the command gives
        """Run the command; an error of ours names the way out by the options that there are."""
        try:
            return super().invoke(ctx)
        except CentralAsiaError as error:
            raise click.ClickException(in_our_words(str(error), ctx.invoked_subcommand)) from error

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401 - handed on to click
        """Run, and leave the program. A reader of the output who stops reading is nobody's error: click sees to it."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # a terminal without Cyrillic is no reason to fail
        try:
            code = super().main(*args, **{**extra, "standalone_mode": False})
        except click.UsageError as error:
            path = error.ctx.command_path if error.ctx else "centralasia"
            code = complain(f"{error.format_message()} Try '{path} --help'.", error.exit_code)
        except click.Abort:
            code = _INTERRUPTED
        except click.ClickException as error:
            code = complain(error.format_message(), error.exit_code)
        except OSError as error:
            code = complain(str(error), _FAILED)
        sys.exit(code)


def installed_version() -> str:
    try:
        return version("centralasia")
    except PackageNotFoundError:
        return "(not installed)"


@click.group(cls=Program, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(installed_version(), message="%(prog)s %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """Exact money, dated exchange rates and sourced facts of Central Asia."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


for command in (convert, convert_table, fetch, mentions, normalize, rates, show, validate):
    program.add_command(command)

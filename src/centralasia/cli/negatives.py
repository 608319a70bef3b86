"""Negative amounts as arguments, which look like options."""

import re
from collections.abc import Collection
from typing import Final, final

import click

__all__ = ["Amounts"]

_NEGATIVE: Final = re.compile(r"-[.,]?\d")


@final
class Amounts(click.Command):
    """A command that takes what begins with a minus and a digit as an argument, not as an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments; any other unknown option is refused as ever."""
        if any(_NEGATIVE.match(each) for each in args):
            options = [each for each in self.get_params(ctx) if isinstance(each, click.Option) and not each.is_flag]
            args = _options_first(args, {name for option in options for name in option.opts})
        return super().parse_args(ctx, args)


def _options_first(args: list[str], with_value: Collection[str]) -> list[str]:
    """Put the options before the arguments, and between them the mark that ends options."""
    options: list[str] = []
    arguments: list[str] = []
    rest = iter(args)
    for each in rest:
        if each == "--":
            arguments += rest
        elif not each.startswith("-") or _NEGATIVE.match(each):
            arguments.append(each)
        else:
            options.append(each)
            if each in with_value:
                value = next(rest, None)
                if value is None:
                    return options  # which is refused for that
                options.append(value)
    return [*options, "--", *arguments]

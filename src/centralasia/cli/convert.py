"""``centralasia convert``: an amount in another currency, with the rates used and how wide the answer is."""

import re
from collections.abc import Callable, Collection, Mapping
from contextlib import ExitStack
from functools import partial
from typing import Any, Final, TypedDict, Unpack, final

import click

from centralasia.cli.bulletins import Bulletin, merged, read_all
from centralasia.cli.output import complain, print_json, print_table, ratio
from centralasia.cli.stored import opened
from centralasia.money import Money
from centralasia.numbers import Rounding
from centralasia.rates import Conversion, ExactDay, LastKnown, Leg, NextKnown, Policy, Published, RateKind
from centralasia.rates import convert as convert_money
from centralasia.records import to_dict
from centralasia.reference import sources

__all__ = ["KINDS", "POLICIES", "ROUNDINGS", "check_rates", "convert", "policy_of", "warn_of"]

_AGED: Final[Mapping[str, Callable[[int], Policy]]] = {"last-known": LastKnown, "next": NextKnown}
_UNAGED: Final[Mapping[str, Policy]] = {"exact": ExactDay(), "published": Published()}
POLICIES: Final = (*_AGED, *_UNAGED)
_DAYS: Final = 7
KINDS: Final = tuple(kind.replace("_", "-") for kind in RateKind)
ROUNDINGS: Final = tuple(mode.name.lower().replace("_", "-") for mode in Rounding)
_NEGATIVE: Final = re.compile(r"-[.,]?\d")
_COLUMNS: Final = ("leg", "from", "to", "rate", "per", "kind", "on", "days off", "source")


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


class _Options(TypedDict):
    on: str
    kind: str | None
    rates: tuple[str, ...]
    store: str | None
    rates_on: str | None
    policy: str
    days: int | None
    rounding: str
    places: int | None
    locale: str | None
    explain: bool
    as_json: bool


@click.command(cls=Amounts)
@click.argument("amount")
@click.argument("to", metavar="CURRENCY")
@click.option("--on", required=True, metavar="DAY|PERIOD", help="The day or period, such as 2024-03-01 or 2023.")
@click.option("--kind", type=click.Choice(KINDS), help="Only rates of this kind; an average may stand for a day.")
@click.option("--rates", multiple=True, metavar="FILE", help="Use the rates of this document; may be repeated.")
@click.option("--store", metavar="PATH", help="Use the rates of this store, which `centralasia fetch` fills.")
@click.option("--rates-on", metavar="DAY", help="The day of the rates in a document that states none.")
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="last-known",
    show_default=True,
    help="Which rate answers for a day without one.",
)
@click.option("--days", type=int, metavar="N", help=f"The most days a rate may be off; {_DAYS} if not given.")
@click.option("--rounding", type=click.Choice(ROUNDINGS), default="half-even", show_default=True)
@click.option("--places", type=int, metavar="N", help="Decimals of the result; those of the currency if not given.")
@click.option("--locale", metavar="TAG", help="How the amount is written, such as kk_KZ; the answer is written so too.")
@click.option("--explain", is_flag=True, help="Say in words how the answer came about.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def convert(amount: str, to: str, **options: Unpack[_Options]) -> int:
    """Convert AMOUNT, such as "1,000,000 KZT", into CURRENCY at the rates of a day or period.

    Without --rates and --store the rates that ship with the package are used: annual averages, and official pegs.

    The exit code is 1 if a document given with --rates has a finding that is an error.

    Example: centralasia convert "1,000,000 KZT" UZS --on 2023 --explain
    """
    policy = policy_of(options["policy"], options["days"])
    check_rates(options["rates"], options["store"], rates_on=options["rates_on"])
    bulletins = read_all(options["rates"], on=options["rates_on"])
    for each in bulletins:
        warn_of(each)
    with ExitStack() as stack:
        if options["store"] is not None:
            convert_it = stack.enter_context(opened(options["store"])).convert
        else:
            convert_it = partial(convert_money, rates=merged(bulletins) if bulletins else None)
        done = convert_it(
            Money.parse(amount, options["locale"]),
            to,
            on=options["on"],
            policy=policy,
            kind=options["kind"],
            rounding=options["rounding"],
            places=options["places"],
        )
    if options["as_json"]:
        print_json(_document(done))
    elif options["explain"]:
        click.echo(_explained(done, options["rounding"]))
    else:
        _print(done, options["locale"])
    return int(not all(each.report.ok for each in bulletins))


def check_rates(documents: Collection[str], store: str | None, *, rates_on: str | None) -> None:
    """Refuse two places to take rates from, and a day for documents where there are none."""
    message = ""
    if rates_on is not None and not documents:
        message = "--rates-on goes with --rates."
    elif store is not None and documents:
        message = "--rates and --store are two places to take rates from; name one."
    if message:
        raise click.UsageError(message)


def policy_of(name: str, days: int | None) -> Policy:
    """Give the policy that options name."""
    if name in _AGED:
        return _AGED[name](_DAYS if days is None else days)
    if days is not None:
        message = f"--days goes with --policy {' or '.join(_AGED)}."
        raise click.UsageError(message)
    return _UNAGED[name]


def warn_of(bulletin: Bulletin) -> None:
    """Tell what was found in a document, on standard error."""
    for problem in bulletin.report:
        complain(f"{bulletin.path}: {problem.severity}: {problem}")


def _document(done: Conversion) -> dict[str, Any]:
    bounds = done.bounds
    return {
        "amount": _money(done.original),
        "result": _money(done.money),
        "exact": ratio(done.exact),
        "low": _money(bounds.low),
        "high": _money(bounds.high),
        "on": str(done.on),
        "age": done.age,
        "rates": done.route.table,
        "legs": [_leg(leg) for leg in done.legs],
    }


def _money(money: Money) -> dict[str, str]:
    return {"amount": f"{money.amount:f}", "currency": money.currency.code}


def _leg(leg: Leg) -> dict[str, Any]:
    low, high = leg.limits
    return {
        "from": leg.source.code,
        "to": leg.target.code,
        "factor": ratio(leg.factor),
        "low": ratio(low),
        "high": ratio(high),
        "forward": leg.forward,
        "age": leg.age,
        "rate": to_dict(leg.rate),
    }


def _print(done: Conversion, locale: str | None) -> None:
    bounds = done.bounds
    written = [_written(each, locale) for each in (done.original, done.money, bounds.low, bounds.high)]
    click.echo(f"{written[0]} = {written[1]} on {done.on}")
    click.echo()
    if done.legs:
        print_table(_COLUMNS, [_row(place, leg) for place, leg in enumerate(done.legs, 1)])
        click.echo()
    click.echo(f"bounds  {written[2]} to {written[3]}")
    click.echo(f"rates   {done.route.table}")
    click.echo(f"age     {done.age} {'day' if done.age == 1 else 'days'}")


def _written(money: Money, locale: str | None) -> str:
    return f"{money:,}" if locale is None else money.format(locale, style="code")


def _row(place: int, leg: Leg) -> tuple[object, ...]:
    rate = leg.rate
    paid, per = (rate.base, rate.quote) if rate.inverted else (rate.quote, rate.base)
    printed, units = f"{rate.value:f} {paid}", f"{rate.nominal:,} {per}"
    return place, leg.source, leg.target, printed, units, rate.kind, rate.on, leg.age, rate.source


def _explained(done: Conversion, rounding: str) -> str:
    """Add to the library's own words how the result was rounded, and what the keys of sources stand for."""
    places = max(0, -int(done.money.amount.as_tuple().exponent))
    words = [done.explain(), f"  rounded once, {rounding.replace('-', ' ')}, to {places} decimals"]
    keys = dict.fromkeys(key for leg in done.legs for key in leg.rate.source.split("; "))
    known = [sources()[key] for key in keys if key in sources()]
    words += [f"  {each.key}: {', '.join(filter(None, (each.title, each.publisher)))}" for each in known]
    return "\n".join(words)

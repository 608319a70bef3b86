"""How a publisher's server is spoken to: how long, how often and how much."""

import os
import ssl
from pathlib import Path
from typing import final

import attrs

from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.readers.documents import LIMIT

__all__ = ["Manners", "check_seconds"]


def check_seconds(_: object, field: "attrs.Attribute[float]", value: object) -> None:
    """Refuse what is no number of seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongTypeError(field.name, value, "a number of seconds")
    if not 0 <= value < float("inf"):
        raise InvalidValueError(field.name, value, "a number of seconds, 0 or more")


def _above_zero(instance: object, field: "attrs.Attribute[float]", value: float) -> None:
    check_seconds(instance, field, value)
    if not value:
        raise InvalidValueError(field.name, value, "more than 0 seconds")


def _count(_: object, field: "attrs.Attribute[int]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise WrongTypeError(field.name, value, "a whole number")
    least = 0 if field.name == "retries" else 1
    if value < least:
        raise InvalidValueError(field.name, value, f"at least {least}")


def _path(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str | os.PathLike):
        raise WrongTypeError("ca_certs", value, "a path, or None for the certificates of the system")
    path = os.fsdecode(value)
    try:
        if Path(path).is_file():
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
            return path
    except OSError:  # of which those of TLS are a kind
        pass
    raise InvalidValueError("ca_certs", path, "a file of certificates in PEM")


@final
@attrs.frozen(kw_only=True)
class Manners:
    """How a publisher's server is spoken to: how long, how often and how much.

    There is no switch that turns the check of certificates off.

    Attributes:
        timeout: Seconds to wait for a connection, and for each piece of an answer.
        deadline: Seconds for one document, with all attempts at it.
        retries: How often an attempt that failed is made again, where that can help.
        wait: Seconds before the second attempt; they double with each, and are up to half as much more or less.
        longest_wait: The most seconds between two attempts; a publisher that asks for more is left alone.
        give_up_after: After how many failures in a row the rest of a publisher is not asked for.
        limit: The most bytes of a document, unpacked.
        ca_certs: A file of certificates to trust, instead of those of the system, for a proxy of one's own.

    Example:
        >>> Manners(retries=2, deadline=60).retries
        2
    """

    timeout: float = attrs.field(default=30.0, validator=_above_zero)
    deadline: float = attrs.field(default=120.0, validator=_above_zero)
    retries: int = attrs.field(default=4, validator=_count)
    wait: float = attrs.field(default=1.0, validator=check_seconds)
    longest_wait: float = attrs.field(default=60.0, validator=check_seconds)
    give_up_after: int = attrs.field(default=3, validator=_count)
    limit: int = attrs.field(default=LIMIT, validator=_count)
    ca_certs: str | None = attrs.field(default=None, converter=_path)

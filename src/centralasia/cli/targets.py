"""Where commands write: no file that is read is overwritten, and none that another option names."""

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from centralasia.errors import InvalidValueError

__all__ = ["check_places", "check_targets", "is_same"]


def is_same(path: str | None, other: str | None) -> bool:
    """Say whether two paths lead to one file, through links, too; the file need not be there yet.

    Args:
        path: A path; None leads nowhere.
        other: Another one.

    Example:
        >>> is_same("findings.html", "./findings.html"), is_same("findings.html", None)
        (True, False)
    """
    if path is None or other is None:
        return False
    one, two = Path(path), Path(other)
    if one.exists() and two.exists():
        return one.samefile(two)
    return os.path.realpath(one) == os.path.realpath(two)


def check_targets(targets: Mapping[str, str | None], read: Collection[str | None]) -> None:
    """Refuse to write over what is read, into a folder that is read, and twice to one place.

    Args:
        targets: Where is written, by the names of options or arguments.
        read: The files and folders that are read.

    Raises:
        InvalidValueError: Something would be lost.
    """
    taken: dict[str, str] = {}
    for option, target in targets.items():
        if target is None:
            continue
        if any(is_same(target, each) for each in read):
            raise InvalidValueError(option, target, "another file than that which is read")
        if any(_is_inside(target, each) for each in read):
            raise InvalidValueError(option, target, "in another folder than that which is read")
        for other, place in taken.items():
            if is_same(target, place):
                raise InvalidValueError(option, target, f"another file than that of {other}")
        taken[option] = target


def _is_inside(path: str, folder: str | None) -> bool:
    return folder is not None and Path(os.path.realpath(folder)) in Path(os.path.realpath(path)).parents


def check_places(targets: Mapping[str, str | None]) -> None:
    """Refuse places where no file can be written.

    Args:
        targets: Where is written, by the names of options or arguments.

    Raises:
        InvalidValueError: The folder is not there, or the name is that of a folder.
    """
    for option, target in targets.items():
        if target is None:
            continue
        if not Path(target).parent.is_dir():
            raise InvalidValueError(option, target, "in a folder that there is")
        if Path(target).is_dir():
            raise InvalidValueError(option, target, "a file, and not a folder")

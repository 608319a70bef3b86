"""Make ``src/centralasia/trade/data/hs_codes.csv`` from lists of the subheadings of each revision.

    python scripts/hs_codes.py H6=HS2022.csv H5=HS2017.csv ...

takes one file a revision, of which only the first column is used: the conversion tables from the HS to the BEC that the
UN Statistics Division publishes, as they stand in ``data-raw`` of the repository insongkim/concordance. All but that of
HS 2012 leave out monetary gold and coin, which are no goods of the BEC; those are added.
"""

import csv
import sys
from pathlib import Path

COLUMNS = ["code", "first", "last", "source", "certainty"]
TARGET = Path(__file__).parent.parent / "src" / "centralasia" / "trade" / "data" / "hs_codes.csv"
REVISIONS = [f"H{number}" for number in range(7)]
DIGITS = 6
NOT_IN_BEC = {"710820", "711890"}
SOURCE = "UNSD-HS-BEC"


def codes(file: Path) -> set[str]:
    """Read the subheadings of one file."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        cells = {row[0].replace(".", "").strip() for row in csv.reader(lines) if row}
    return {code for code in cells if len(code) == DIGITS and code.isdigit() and code[:2] not in {"98", "99"}}


def runs(present: list[str]) -> list[tuple[str, str]]:
    """Join revisions that follow one another."""
    found: list[tuple[str, str]] = []
    for revision in present:
        if found and REVISIONS.index(found[-1][1]) + 1 == REVISIONS.index(revision):
            found[-1] = (found[-1][0], revision)
        else:
            found.append((revision, revision))
    return found


def main(files: dict[str, Path]) -> None:
    """Compare and write."""
    listed = {revision: codes(files[revision]) | NOT_IN_BEC for revision in REVISIONS if revision in files}
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        for code in sorted(set().union(*listed.values())):
            certainty = "derived" if code in NOT_IN_BEC else "verified-in-source"
            for first, last in runs([revision for revision, known in listed.items() if code in known]):
                writer.writerow((code, first, last, SOURCE, certainty))


if __name__ == "__main__":
    main({name: Path(file) for name, _, file in (argument.partition("=") for argument in sys.argv[1:])})

"""Make ``src/centralasia/financing/data/dac_sectors.csv`` from the code lists of IATI.

    python scripts/dac_sectors.py SectorCategory.xml Sector.xml

takes the two files of those names in ``xml`` of the repository IATI/IATI-Codelists-NonEmbedded, which replicate the
sector codes of the OECD. Their withdrawal dates are last days of use, since the codes that took over began on the day
after; the numerals before the names of categories are left out.
"""

import csv
import re
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

COLUMNS = ["code", "name", "valid_from", "valid_until", "withdrawn", "source", "certainty"]
TARGET = Path(__file__).parent.parent / "src" / "centralasia" / "financing" / "data" / "dac_sectors.csv"
NUMERAL = re.compile(r"^[IVX]+(\.[0-9]+)?(\.[a-z])?\. ")
SOURCE = "IATI-SECTORS"


def rows(file: Path) -> Iterator[tuple[str, ...]]:
    """Read one code list."""
    for item in ET.parse(file).iter("codelist-item"):  # noqa: S314 - a file of the caller's own choice
        name = NUMERAL.sub("", item.findtext("name/narrative", "").strip())
        if name[:10].isupper():
            name = name.capitalize().replace("(ngos)", "(NGOs)").replace("non- g", "non-g")
        last = item.get("withdrawal-date", "")
        until = (date.fromisoformat(last) + timedelta(days=1)).isoformat() if last else ""
        withdrawn = "true" if item.get("status") == "withdrawn" else "false"
        code = item.findtext("code", "").strip()
        yield code, name, item.get("activation-date", ""), until, withdrawn, SOURCE, "verified-in-source"


def main(*files: Path) -> None:
    """Read and write."""
    with TARGET.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(row for file in files for row in rows(file)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

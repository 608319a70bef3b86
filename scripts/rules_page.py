"""Write ``docs/reference/rules.md``, the page of the catalogue of rules.

    python scripts/rules_page.py

has to run whenever a rule, its example or what it says has changed; a test tells when the page is not up to date.
"""

from pathlib import Path

from centralasia.rules.pages import catalogue_page

TARGET = Path(__file__).parent.parent / "docs" / "reference" / "rules.md"


if __name__ == "__main__":
    TARGET.write_text(catalogue_page(), encoding="utf-8")

from pathlib import Path

from centralasia.readers import bis, sdmx
from centralasia.readers.registry import reader

FIXTURE = Path(__file__).parent / "fixtures" / "bis" / "rates.csv"


def test_its_module_has_the_reader_of_the_bank() -> None:
    assert bis.READER is reader("bis") is sdmx.BIS
    rates, _ = bis.parse(FIXTURE.read_bytes())
    assert {rate.source for rate in rates} == {"bis"}

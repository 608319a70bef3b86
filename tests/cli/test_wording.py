import pytest

from centralasia import Money
from centralasia.cli.output import in_our_words
from centralasia.errors import CentralAsiaError
from centralasia.rates import convert
from centralasia.readers import read_rates


@pytest.mark.parametrize(
    ("command", "words"), [("convert", "--rates-on DAY"), ("rates", "--on DAY"), (None, "--on DAY")]
)
def test_a_command_names_its_own_options(command: str | None, words: str) -> None:
    assert in_our_words("no day; say which with on=", command) == f"no day; say which with {words}"


def test_what_the_library_says_is_known() -> None:
    """Words of other rooms that change there would come through as they are."""
    for call in (
        lambda: Money.parse("5"),
        lambda: convert(Money.of(5, "KZT"), "USD", on="2023-03-01"),
        lambda: convert(Money.of(5, "XAU"), "XAU", on="2023-03-01"),
        lambda: read_rates(b"KGS/USD = 0.01144"),
        lambda: read_rates(b"KGS/USD = 0.01144", limit=3),
    ):
        with pytest.raises(CentralAsiaError) as caught:
            call()
        said = in_our_words(str(caught.value), "rates")
        assert said != str(caught.value)
        assert "=" not in said
        assert "read_rates" not in said


def test_older_quotes_are_asked_for_by_an_option() -> None:
    said = "quotes of 93 days ago are the latest, pass policy=LastKnown(days=93)"
    assert in_our_words(said, "convert") == "quotes of 93 days ago are the latest, add --days 93"

import json
from collections.abc import Callable

import pytest
from click.testing import Result

Run = Callable[..., Result]


def rows(result: Result) -> list[list[str]]:
    """The lines of a table as lists of words."""
    assert (result.stderr, result.exit_code) == ("", 0)
    return [line.split() for line in result.stdout.splitlines()]


def test_a_currency_is_shown_with_its_sources(run: Run) -> None:
    found = rows(run("show", "KZT"))
    assert found[0] == ["KZT", "Kazakhstani", "Tenge"]
    assert ["fact", "value", "source", "certainty"] in found
    introduced = next(row for row in found if row[:1] == ["introduced"])
    assert introduced[1:] == ["1993-11-15", "S-KZT1;", "S-KZT2", "verified-in-source"]
    assert ["(1993-11-05)", "CLDR"] in [row[:2] for row in found], "what others say stands below"
    assert ["devaluation", "2014-02-11"] in [row[:2] for row in found]


def test_a_currency_is_shown_as_of_a_day(run: Run) -> None:
    found = rows(run("show", "TMT", "--on", "2020-01-01"))
    assert ["2020-01-01", "yes", "yes"] in found
    assert ["3.50", "per", "USD", "2015-01-01"] in [row[:4] for row in found]
    assert ["2020-01-01", "no", "no"] in rows(run("show", "TMM", "--on", "2020-01-01"))


def test_a_parallel_rate_is_shown_with_what_is_known_of_it(run: Run) -> None:
    result = run("show", "TMT")
    assert ["break", "when", "before", "after", "parallel", "source", "certainty", "note"] in rows(result)
    (street,) = [line for line in result.stdout.splitlines() if "S-TM18b" in line]
    assert "  16.0-16.2 (Dashoguz; 15.60 on 7 April)  " in street
    assert street.endswith("year concluded from the sequence of reports")
    assert "parallel" not in run("show", "KZT", "--on", "1999-04-04").stdout


def test_a_country_is_shown_in_a_language(run: Run) -> None:
    found = rows(run("show", "KZ", "--locale", "kk", "--on", "2020-01-01"))
    assert found[0] == ["KZ", "Қазақстан"]
    assert ["KZ", "KAZ", "398", "KZT"] in found
    assert ["EAEU", "member", "2015-01-01"] in [row[:3] for row in found]


def test_a_country_without_memberships_has_no_table_of_them(run: Run) -> None:
    assert len(rows(run("show", "AD"))) == 4


def test_a_grouping_is_shown_with_its_members(run: Run) -> None:
    found = rows(run("show", "EAEU"))
    assert found[0] == ["EAEU", "Eurasian", "Economic", "Union"]
    assert ["KG", "member", "2015-08-12"] in [row[:3] for row in found]
    assert ["country", "status", "since", "until", "source", "certainty", "note"] in found
    assert "several pages have 6 August 2015" in run("show", "EAEU").stdout
    assert "several pages have 6 August 2015" in run("show", "KG").stdout


def test_a_code_of_two_things_shows_both(run: Run) -> None:
    first = [row[0] for row in rows(run("show", "SUR")) if row]
    assert {"SUR", "SR"} <= set(first)


def test_a_name_is_found(run: Run) -> None:
    assert rows(run("show", "теңге"))[0][0] == "KZT"
    assert rows(run("show", "рублей", "--on", "1997-05-01"))[0][0] == "RUR"
    assert rows(run("show", "Кыргызская Республика"))[0][0] == "KG"


@pytest.mark.parametrize(
    ("text", "kind", "keys"),
    [
        ("KZT", "currency", {"facts", "pegs", "regimes", "valid", "tender"}),
        ("KZ", "country", {"alpha3", "numeric", "currencies", "memberships"}),
        ("EAEU", "grouping", {"aliases", "source", "certainty", "memberships"}),
    ],
)
def test_programs_get_everything(run: Run, text: str, kind: str, keys: set[str]) -> None:
    (found,) = json.loads(run("show", text, "--on", "2020-01-01", "--json").stdout)["found"]
    assert (found["kind"], found["code"]) == (kind, text)
    assert found.keys() == keys | {"kind", "code", "name"}


def test_a_fact_keeps_its_type_and_what_others_say(run: Run) -> None:
    (found,) = json.loads(run("show", "KZT", "--json").stdout)["found"]
    assert "valid" not in found
    values = {name: fact["value"] for name, fact in found["facts"].items()}
    assert (values["numeric"], values["minor_unit"], values["withdrawn"]) == ("398", 2, None)
    assert (values["introduced"], values["predecessor"]) == ("1993-11-15", "SUR")
    assert [each["value"] for each in found["facts"]["introduced"]["conflicts"]] == ["1993-11-05"]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["KZR"], "centralasia: 'KZR' is not in the table of currencies, countries and groupings; did you mean 'KZT'"),
        (["EEAU"], "centralasia: 'EEAU' is not in the table of currencies, countries and groupings; did you mean"),
        (["KZT", "--on", "1993"], "centralasia: on must be a day written YYYY-MM-DD, got '1993'"),
        (["KZT", "--locale", "xx"], "centralasia: 'xx' is not in the table of locales"),
        (["x" * 100_000], "centralasia: 'xxx"),
        ([""], "centralasia: '' is not in the table"),
    ],
    ids=range(6),
)
def test_an_error_is_one_line(run: Run, arguments: list[str], line: str) -> None:
    result = run("show", *arguments)
    assert (result.stdout, result.exit_code) == ("", 1)
    assert result.stderr.startswith(line)
    assert len(result.stderr) < 500

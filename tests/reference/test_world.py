"""All countries together, as a partner of totals."""

import pickle

from centralasia.records import column, from_row, record, table_schema, to_row
from centralasia.reference import WORLD, Country, countries, country, find_country


@record
class Flow:
    """A flow."""

    partner: Country = column(title="partner")


def test_the_world_is_found_by_its_codes_and_listed_nowhere() -> None:
    assert country("W0") is country("W00") is WORLD
    assert WORLD not in countries().values()
    assert find_country("World") is None


def test_the_world_has_a_name_and_no_money() -> None:
    assert (WORLD.name("en"), WORLD.name("ru"), WORLD.alpha3, WORLD.numeric) == ("world", "весь мир", None, "001")
    assert WORLD.currencies() == ()


def test_the_world_stands_in_rows_and_travels() -> None:
    flow = Flow(partner=WORLD)
    assert from_row(Flow, to_row(flow)) == flow
    assert pickle.loads(pickle.dumps(WORLD)) is WORLD


def test_the_world_is_one_of_the_codes_of_a_column() -> None:
    constraints = table_schema(Flow)["fields"][0]["constraints"]
    assert {"W0", "KZ"} <= set(constraints["enum"])

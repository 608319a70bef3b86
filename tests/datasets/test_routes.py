import pytest
from hypothesis import given

from centralasia.datasets import Route, RouteKind, RouteStage, oil_routes, power_lines
from centralasia.errors import InvalidValueError, WrongTypeError
from centralasia.numbers import Estimate
from centralasia.quantities import Quantity
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.testing import records


def a_route(**changed: object) -> Route:
    fields: dict[str, object] = {
        "name": "demo",
        "kind": "pipeline",
        "commodity": "crude oil",
        "countries": ("KZ", "RU"),
        "stage": "operating",
        "source": "made up",
    }
    return Route(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


def route(name: str, vintage: str = "") -> Route:
    return next(
        each for each in (*oil_routes(), *power_lines()) if each.name.startswith(name) and vintage in each.vintage
    )


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"countries": ()}, "countries must be one country at least, and each once, got ()"),
        ({"countries": ("KZ", "KZ")}, "countries must be one country at least, and each once, got ('KZ', 'KZ')"),
        ({"capacity": Quantity.of(1, "MW")}, "capacity must be in a unit like Mt/y or bbl/d, got '1 MW'"),
        ({"capacity": Quantity.of(-1, "Mt/y")}, "capacity must be zero or more, got '-1 Mt/y'"),
        ({"length": Quantity.of(1, "t")}, "length must be in a unit like km, got '1 t'"),
        ({"carried": Quantity.of(1, "Mt")}, "carried_in must be given together with what was carried, or not at all"),
        ({"carried_in": "2024"}, "carried_in must be given together with what was carried, or not at all, got '2024'"),
        ({"carried": Quantity.of(1, "TWh"), "carried_in": "2024"}, "carried must be in a unit like Mt or bbl"),
        ({"part_of": "demo"}, "part_of must be the name of another route, got 'demo'"),
        ({"kind": "railway"}, "kind must be one of pipeline, sea_crossing, transmission_line, got 'railway'"),
        ({"stage": "planned"}, "stage must be"),
        ({"name": ""}, "name must be"),
    ],
)
def test_a_route_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_route(**changed)
    assert message in str(caught.value)


def test_a_float_is_no_capacity() -> None:
    with pytest.raises(WrongTypeError, match="capacity must be"):
        a_route(capacity=67.0)


def test_a_power_line_has_a_power_and_carries_energy() -> None:
    line = a_route(
        kind="transmission line",
        capacity=Quantity.of(1300, "MW"),
        carried=Quantity.of(2, "TWh"),
        carried_in="2030",
        stage="under construction",
    )
    assert (line.kind, line.stage) == (RouteKind.TRANSMISSION_LINE, RouteStage.UNDER_CONSTRUCTION)
    with pytest.raises(InvalidValueError, match="capacity must be in a unit like MW"):
        a_route(kind="transmission line", capacity=Quantity.of(1, "Mt/y"))


@pytest.mark.parametrize(
    ("name", "vintage", "said"),
    [
        ("CPC, Tengiz", "2023", "CPC, Tengiz-Novorossiysk (KZ, RU): 67 Mt/y, 1511 km"),
        ("CPC, Tengiz", "2025", "CPC, Tengiz-Novorossiysk (KZ, RU): 81.5 Mt/y, 1511 km"),
        ("CPC, section", "2025", "CPC, section in Kazakhstan (KZ): 72.5 Mt/y, length not known"),
        ("BTC", "2014", "BTC, Baku-Tbilisi-Ceyhan (AZ, GE, TR): 1.2 million bbl/d, 1768 km"),
        ("Caspian crossing", "2023", "Caspian crossing, Aktau-Baku (KZ, AZ): capacity not known, length not known"),
        ("CASA-1000", "2025", "CASA-1000 (KG, TJ, AF, PK): 1300 MW, 1387 km"),
    ],
)
def test_routes_are_as_their_sources_have_them(name: str, vintage: str, said: str) -> None:
    assert str(route(name, vintage)) == said


def test_the_lengths_of_the_btc_in_its_countries_add_up() -> None:
    length = route("BTC").length
    assert length is not None
    assert length == Quantity.of(443, "km") + Quantity.of(249, "km") + Quantity.of(1076, "km")


def test_the_crossing_carried_a_fiftieth_of_what_the_cpc_can() -> None:
    carried, cpc = route("Caspian crossing").carried, route("CPC, Tengiz", "2023").capacity
    assert carried is not None
    assert cpc is not None
    assert (carried.estimate / cpc.estimate).high < Estimate.exactly("0.021").low


def test_tonnes_and_barrels_are_tied_by_a_stated_blend_only() -> None:
    carried = route("CPC, Tengiz", "2025").carried
    assert carried is not None
    with pytest.raises(InvalidValueError, match="blend"):
        carried.to("million bbl")
    assert carried.to("million bbl", blend="CPC").estimate.contains(188)


def test_parts_name_a_route_that_is_there() -> None:
    routes = (*oil_routes(), *power_lines())
    assert {each.part_of for each in routes} - {""} <= {each.name for each in routes}


class TestLaws:
    @given(
        records(
            Route,
            name="demo",
            countries=("KZ", "AZ"),
            kind="pipeline",
            capacity=Quantity.of(67, "Mt/y"),
            length=None,
            carried=None,
            carried_in=None,
            part_of="",
        )
    )
    def test_a_route_written_as_a_row_or_as_json_is_read_back(self, made: Route) -> None:
        assert from_row(Route, to_row(made)) == made
        assert from_json(Route, to_json(made)) == made

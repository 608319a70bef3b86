"""Units: what a text names, and what is refused."""

import copy
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from centralasia.errors import CentralAsiaError, UnknownCodeError, WrongTypeError
from centralasia.quantities import Unit, find_unit, unit, units
from centralasia.quantities.atoms import find_condition, fold
from centralasia.quantities.tables import conditions
from centralasia.records import column, from_row, record, to_row

WRITTEN = [
    ("t", "t"),
    ("tonne", "t"),
    ("тонна", "t"),
    ("тн", "t"),
    (" Тонн. ", "t"),
    ("ц", "centner"),
    ("центнер", "centner"),
    ("sentner", "centner"),
    ("ц/га", "centner/ha"),
    ("c/ha", "centner/ha"),
    ("с/га", "centner/ha"),
    ("s/ga", "centner/ha"),
    ("центнеров с гектара", "centner/ha"),
    ("ц с 1 га", "centner/ha"),
    ("г/т", "g/t"),
    ("b/d", "bbl/d"),
    ("million b/d", "million bbl/d"),
    ("bpd", "bbl/d"),
    ("barrels a day", "bbl/d"),
    ("млн баррелей в сутки", "million bbl/d"),
    ("млрд м³ в год", "bcm/y"),
    ("kg per capita", "kg/person"),
    ("кг на душу населения", "kg/person"),
    ("mlrd kVt/soat", "TWh"),
    ("кВт/час", "kWh"),
    ("kW/h", "kW/h"),  # in Latin letters it may be what it says
    ("quintals per hectare", "centner/ha"),
    ("центнеров на гектар", "centner/ha"),
    ("bbl", "bbl"),
    ("бочка", "bbl"),
    ("баррель", "bbl"),
    ("барр./сут.", "bbl/d"),
    ("барр. за сутки", "bbl/d"),
    ("MWh", "MWh"),
    ("MWH", "MWh"),
    ("МВт·ч", "MWh"),
    ("млн кВт/ч", "GWh"),
    ("млрд кВт·ч", "TWh"),
    ("млрд. кВт∙ч", "TWh"),
    ("TWh", "TWh"),
    ("Gcal", "Gcal"),
    ("Гкал", "Gcal"),
    ("т у.т.", "tce"),
    ("млн т у.т.", "Mtce"),
    ("tU", "tU"),
    ("lb U3O8", "lb U3O8"),
    ("million lb U3O8", "million lb U3O8"),
    ("lb U₃O₈", "lb U3O8"),
    ("oz t", "oz t"),
    ("тройская унция", "oz t"),
    ("m³", "m3"),
    ("m^3", "m3"),
    ("m**3", "m3"),
    ("м3", "m3"),
    ("куб. м", "m3"),
    ("bcm", "bcm"),
    ("млрд м³", "bcm"),
    ("тыс. м³", "thousand m3"),
    ("тыс.м3", "thousand m3"),
    ("1000 m3", "thousand m3"),
    ("тыс. м³ при 20 °С", "thousand m3@20C"),
    ("bcm at 15 °C", "bcm@15C"),
    ("thousand bcm@20C", "thousand bcm@20C"),
    ("м3@ГОСТ", "m3@20C"),
    ("thousand ft3@60F", "thousand scf"),
    ("t@убойный вес", "t@slaughter"),
    ("т.т.", "kt"),
    ("тыс. т", "kt"),
    ("млн т", "Mt"),
    ("thousand kg", "t"),
    ("thousand L", "m3"),
    ("million barrels", "million bbl"),
    ("тыс. голов", "thousand head"),
    ("баллов", "point"),
    ("kip", "bale"),
    ("кипа", "bale"),
    ("t*km", "km*t"),
    ("kg/m^3", "kg/m3"),
    ("kWh/m2/y", "kWh/m2/y"),
    ("m/s^2", "m/s^2"),
    ("t*ha^-1", "t/ha"),
    ("1/ha", "1/ha"),
    ("m2*m2", "m2^2"),
    ("m*m", "m2"),
    ("t/t", "1"),
    ("GW*h", "GWh"),
    ("h*kW", "kWh"),
    ("V*A", "W"),
    ("m2*m", "m3"),
    ("km2/km", "km"),
    ("furlong", "furlong"),
    ("kilopascals", "kilopascal"),
]


@pytest.mark.parametrize(("text", "code"), WRITTEN)
def test_a_unit_has_one_code_however_it_is_written(text: str, code: str) -> None:
    assert unit(text).code == code


REFUSED = [
    ("mcm", "it has several readings: a thousand cubic metres or a million: write 'thousand m3' or 'million m3'"),
    ("MCM/d", "write 'thousand m3' or 'million m3'"),
    ("ton", "write 't', 'short ton' or 'long ton'"),
    ("Ton", "write 't', 'short ton' or 'long ton'"),
    ("MT", "write 't' or 'Mt'"),
    ("mt", "write 't' or 'Mt'"),
    ("МТ", "write 't' or 'Mt'"),
    ("мт", "write 't' or 'Mt'"),
    ("t 2", "'t 2' is not in the table of units"),
    ("Zentner", "50 kg, 100 lb or 112 lb"),
    ("oz", "write 'oz t' for precious metals"),
    ("Mcf", "write 'thousand scf'"),
    ("mb/d", "'thousand bbl' or 'million bbl'"),
    ("тоннна", "did you mean 'тонна'"),
    ("t/foo", "'foo' is not in the table of units; in 't/foo'"),
    ("USD", "money is no unit: state a price, as in UnitPrice.of"),
    ("bcm@25C", "behind the @ stands one of 0C, 15C, 20C, 60F, bunker"),
    ("t@20C", "behind the @ stands one of"),
    ("foo@20C", "behind the @ stands one of"),
    ("m3@live", "behind the @ stands one of"),
    ("thousand m3@live", "behind the @ stands one of"),
    ("mw", "is not in the table of units"),  # a thousandth of a watt or a million
    ("мвт", "is not in the table of units"),
    ("thousand thousand bbl", "is not in the table of units"),
    ("thousand foo", "is not in the table of units"),
    ("thousand", "is not in the table of units"),
    ("", "'' is not in the table of units"),
    ("/", "'' is not in the table of units"),
    ("t/", "'' is not in the table of units"),
    ("foo^2", "'foo2' is not in the table of units"),
    ("degree_celsius", "is not in the table of units"),
    ("degree_fahrenheit", "is not in the table of units"),
    ("decibel", "is not in the table of units"),
    ("percent", "is not in the table of units"),
    ("t^9*t", "a unit has at most 8 parts, powers up to 9"),
    ("m*s*A*kg*t*lb*g*kt*Mt", "a unit has at most 8 parts"),
    ("t" * 1_000_000, "is not in the table of units"),
    ("kip/", "'' is not in the table of units"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_has_several_readings_or_none_is_refused_with_the_way_out(text: str, message: str) -> None:
    with pytest.raises(UnknownCodeError) as caught:
        unit(text)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 500
    assert find_unit(text) is None


@pytest.mark.parametrize("value", [None, 5, b"t"])
def test_only_texts_name_units(value: object) -> None:
    with pytest.raises(WrongTypeError, match="unit must be a Unit, or a text that names one"):
        unit(value)  # type: ignore[arg-type]  # wrong on purpose


def test_a_unit_is_given_back() -> None:
    assert unit(unit("t")) is unit("t")
    assert find_unit("t") == unit("t")


def test_units_say_what_they_are() -> None:
    harvest = unit("ц/га")
    assert (str(harvest), repr(harvest), harvest.title) == ("centner/ha", "unit('centner/ha')", "centner/ha")
    assert unit("bcm@20C").title.startswith("billion cubic metres, gas at 20 °C")
    assert unit("thousand bbl").title == "barrel of oil, in thousands"
    assert harvest.factor == Fraction(1, 100)
    assert [said.subject for said in harvest.provenance] == ["centner", "ha"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("t", "lb", True),
        ("t", "bbl", False),
        ("bcm", "bcm@20C", False),
        ("bcm@15C", "scf", True),
        ("t@live", "t@slaughter", False),
        ("tU", "t", False),
        ("tU", "lb U3O8", True),
        ("head", "tree", False),
        ("d", "y", False),
        ("month", "y", True),
        ("kWh", "Gcal", True),
        ("kW", "kWh", False),
        ("kV", "V", True),
        ("kW*h", "kWh", True),
    ],
)
def test_units_convert_where_they_measure_the_same(one: str, other: str, same: bool) -> None:  # noqa: FBT001 - a column
    assert unit(one).converts_to(other) is same


def test_conditions_are_found_by_any_of_their_names() -> None:
    for text, code in (("20 °С", "20C"), ("20C", "20C"), ("60 °F", "60F"), ("normal", "0C"), ("живой вес", "live")):
        found = find_condition(text)
        assert found is not None
        assert found.code == code
    assert find_condition("21 °C") is None


@record
class Load:
    """A load."""

    unit: Unit = column(title="unit")


def test_a_unit_stands_in_a_cell() -> None:
    assert to_row(Load(unit="тонна")) == {"unit": "t"}  # type: ignore[arg-type]  # constructors read texts
    assert from_row(Load, {"unit": "ц/га"}).unit == unit("centner/ha")


codes = st.sampled_from(sorted(units()))
gases = st.sampled_from(["0C", "15C", "20C", "60F"])
simple = st.one_of(
    codes,
    st.builds("{} {}".format, st.sampled_from(["thousand", "million", "billion", "trillion"]), codes),
    st.builds("{}@{}".format, st.sampled_from(["m3", "bcm", "thousand m3", "L", "ft3", "million ft3"]), gases),
    st.builds(
        "{}@{}".format,
        st.sampled_from(["t", "kg", "Mt", "centner", "thousand lb"]),
        st.sampled_from(sorted(row.code for row in conditions().values() if row.kind == "basis")),
    ),
)


class TestLaws:
    @given(st.lists(simple, min_size=1, max_size=3), st.lists(simple, max_size=2))
    def test_a_unit_is_read_back_from_its_code(self, above: list[str], below: list[str]) -> None:
        found = find_unit("/".join(["*".join(above), *below])[:64])
        if found is not None:
            again = unit(found.code)
            assert again == found
            assert (again.factor, again.dimension) == (found.factor, found.dimension)

    @given(simple)
    def test_a_unit_outlives_pickling_and_copying(self, text: str) -> None:
        found = find_unit(text)
        assert pickle.loads(pickle.dumps(found)) == copy.deepcopy(found) == found

    @given(st.text(max_size=80))
    def test_any_text_is_a_unit_or_one_of_our_errors(self, text: str) -> None:
        try:
            assert isinstance(unit(text), Unit)
        except CentralAsiaError:
            assert find_unit(text) is None

    @given(st.text(max_size=80))
    def test_folding_twice_is_folding_once(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

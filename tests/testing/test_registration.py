import os
import subprocess
import sys
import tomllib
from importlib import import_module
from importlib.machinery import SourceFileLoader
from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import centralasia
from centralasia.money import Money
from centralasia.periods import Period, period
from centralasia.testing import records, register
from centralasia.testing import registration as module
from centralasia.testing.registration import strategy_of

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
ROOMS = (
    *("numbers", "periods", "money", "reference", "rates", "quantities", "series"),
    *("remittances", "trade", "financing", "loans", "validation", "claims", "datasets"),
)
PROTOCOLS = ("Measured", "Policy")
FEW = settings(max_examples=15)  # of a hundred types; each has tests of its own
CLASSES = [
    pytest.param(cls, id=f"{room}.{name}")
    for room in ROOMS
    for name, cls in vars(import_module(f"centralasia.{room}")).items()
    if isinstance(cls, type) and name in import_module(f"centralasia.{room}").__all__
]
TYPES = [(room, name) for room, names in module._STRATEGIES.items() for name in names]


@pytest.fixture(autouse=True)
def _registered() -> None:
    register()


@pytest.fixture
def _anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget that the types were registered."""
    others = [finder for finder in sys.meta_path if not isinstance(finder, module._Watch)]
    monkeypatch.setattr(sys, "meta_path", others)


@pytest.mark.parametrize(("room", "name"), TYPES)
def test_the_type_has_its_strategy(room: str, name: str) -> None:
    cls = getattr(import_module(room), name)

    @FEW
    @given(st.from_type(cls))
    def an_example_is_one(example: object) -> None:
        assert name in PROTOCOLS or type(example) is cls

    an_example_is_one()
    own = strategy_of(cls)
    assert repr(st.from_type(cls)) == repr(records(cls) if own is None else own)


@pytest.mark.parametrize("cls", CLASSES)
def test_every_public_class_can_be_drawn_by_its_type(cls: type) -> None:
    drawn: list[object] = []

    @FEW
    @given(st.from_type(cls))
    def is_drawn(example: object) -> None:
        drawn.append(example)
        assert repr(example)
        assert isinstance(str(example), str)

    is_drawn()
    assert drawn


@pytest.mark.parametrize("cls", [each for each in CLASSES if attrs.has(each.values[0])])  # type: ignore[arg-type] # types
def test_every_public_class_of_values_is_registered(cls: type) -> None:
    room = ".".join(cls.__module__.split(".")[:2])
    assert cls.__name__ in module._STRATEGIES[room]


def test_types_are_found_inside_other_types() -> None:
    @given(st.from_type(dict[Period, list[Money]]))
    def are_found(examples: dict[Period, list[Money]]) -> None:
        assert all(type(span) is Period for span in examples)

    are_found()


def test_registering_again_does_not_undo_what_a_user_registered() -> None:
    mine = Money.of("1.50", "KZT")
    st.register_type_strategy(Money, st.just(mine))
    try:
        register()
        assert repr(st.from_type(Money)) == repr(st.just(mine))
    finally:
        module._register(sys.modules["centralasia.money"])
    assert sum(isinstance(finder, module._Watch) for finder in sys.meta_path) == 1


@pytest.mark.usefixtures("_anew")
def test_rooms_that_are_loaded_are_registered_at_once() -> None:
    st.register_type_strategy(Period, st.just(period("2024")))
    register()
    assert repr(st.from_type(Period)) == "periods()"


@pytest.mark.usefixtures("_anew")
def test_a_room_is_registered_when_it_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made_up_room.py").write_text("class Thing:\n    pass\n", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(module._STRATEGIES, "made_up_room", {"Thing": "locales"})
    register()
    room = import_module("made_up_room")
    monkeypatch.delitem(sys.modules, "made_up_room")
    assert repr(st.from_type(room.Thing)) == "locales()"
    assert room.__spec__ is not None
    assert type(room.__spec__.loader) is type(room.__loader__) is SourceFileLoader


@pytest.mark.usefixtures("_anew")
def test_a_room_that_is_not_there_is_not_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(module._STRATEGIES, "no_such_room", {})
    register()
    with pytest.raises(ModuleNotFoundError, match="no_such_room"):
        import_module("no_such_room")


def test_a_stranger_of_the_same_name_has_no_strategy() -> None:
    stranger = type("Money", (), {"__module__": "centralasia.money.amounts"})
    assert strategy_of(stranger) is None
    assert strategy_of(int) is None


PROJECT_TEST = """
import centralasia as ca
from hypothesis import given, strategies as st

@given(st.from_type(ca.Money), st.from_type(ca.Period))
def test_money_comes_by_its_type(amount: ca.Money, span: ca.Period) -> None:
    assert not amount or (amount + amount) / amount == 2
    assert span.start in span

@given(...)
def test_types_are_read_from_annotations(rate: ca.ExchangeRate, share: ca.Estimate) -> None:
    assert rate.inverse().inverse() == rate
    assert share.best is None or share.contains(share.best)

@given(st.data(), ca.testing.rate_tables(currencies=["KZT", "UZS", "USD"], min_size=2))
def test_the_ledger_notices_wrong_rates(data: st.DataObject, table: ca.RateTable) -> None:
    wrong = data.draw(ca.testing.corrupted(table))
    assert list(table) != list(wrong.rates)
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> dict[str, str]:
    """The environment of another project that has the library installed, entry point and all."""
    installed = tmp_path / "installed" / "made_up-1.dist-info"
    installed.mkdir(parents=True)
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up\nVersion: 1\n", "utf-8")
    declared = tomllib.loads(PROJECT.read_text("utf-8"))["project"]["entry-points"]["hypothesis"]
    lines = ["[hypothesis]", *(f"{name} = {value}" for name, value in declared.items()), ""]
    (installed / "entry_points.txt").write_text("\n".join(lines), "utf-8")
    paths = [str(installed.parent), str(Path(centralasia.__file__).parents[1])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONDONTWRITEBYTECODE": "1"}


def run(*command: str, env: dict[str, str], cwd: Path) -> str:
    done = subprocess.run([sys.executable, "-W", "error", *command], env=env, cwd=cwd, capture_output=True, check=False)
    assert done.returncode == 0, (done.stdout + done.stderr).decode()
    return done.stdout.decode()


def test_another_project_uses_types_and_strategies(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "test_ledger.py").write_text(PROJECT_TEST, "utf-8")
    said = run("-m", "pytest", "-q", "-p", "no:cacheprovider", "test_ledger.py", env=elsewhere, cwd=project)
    assert "3 passed" in said


def test_hypothesis_starts_without_loading_a_room(tmp_path: Path, elsewhere: dict[str, str]) -> None:
    program = "import hypothesis, sys; print(*sorted(name for name in sys.modules if name.startswith('c')))"
    loaded = run("-c", program, env=elsewhere, cwd=tmp_path).split()
    assert "centralasia.testing.registration" in loaded
    rooms = {name.split(".")[1] for name in loaded if name.startswith("centralasia.")}
    assert rooms == {"testing"}
    program = "import hypothesis, sys; assert not {'attr', 'babel', 'cattrs'} & sys.modules.keys()"
    run("-c", program, env=elsewhere, cwd=tmp_path)


@pytest.mark.parametrize("first", ["import centralasia.testing", "from centralasia.rates import ExchangeRate"])
def test_the_order_of_imports_does_not_matter(first: str, tmp_path: Path, elsewhere: dict[str, str]) -> None:
    program = f"{first}\nfrom hypothesis import strategies as st\nimport centralasia as ca\n"
    program += "print(repr(st.from_type(ca.ExchangeRate)))"
    assert run("-c", program, env=elsewhere, cwd=tmp_path) == "exchange_rates()\n"

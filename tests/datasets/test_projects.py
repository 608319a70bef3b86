import pytest
from hypothesis import given

from centralasia.datasets import Candidate, Project, projects
from centralasia.errors import InvalidValueError
from centralasia.financing import Stage
from centralasia.records import from_json, from_row, to_json, to_row
from centralasia.reference import sources
from centralasia.testing import records


def a_project(**changed: object) -> Project:
    fields: dict[str, object] = {
        "reference": "demo",
        "title": "Demo plant",
        "countries": ("KZ",),
        "stage": "proposed",
        "source": "made up",
    }
    return Project(**(fields | changed))  # type: ignore[arg-type]  # tables of fields, good and bad


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"countries": ()}, "countries must be one country at least, and each once, got ()"),
        ({"countries": ("KZ", "KZ")}, "countries must be one country at least, and each once, got ('KZ', 'KZ')"),
        (
            {"candidates": (Candidate(name="Demo", country="FR"), Candidate(name="Demo", country="CN"))},
            "candidates must be each company once, got ('Demo', 'Demo')",
        ),
        (
            {"stage": "disbursing"},
            "stage must be one before anything is signed, got 'disbursing'; record a FinancingOperation, with who",
        ),
        ({"stage": "cancelled"}, "stage must be one before anything is signed, got 'cancelled'"),
        ({"reference": "a|b"}, "reference must be"),
        ({"sector": "00000"}, "sector must be the code of a DAC sector, such as '21020', got '00000'"),
    ],
)
def test_a_project_that_cannot_be_is_refused(changed: dict[str, object], message: str) -> None:
    with pytest.raises(InvalidValueError) as caught:
        a_project(**changed)
    assert message in str(caught.value)


def test_both_projects_are_proposed_with_no_amount() -> None:
    assert {each.stage for each in projects()} == {Stage.PROPOSED}
    assert {each.amount for each in projects()} == {None}
    assert {each.on for each in projects()} == {None}


def test_the_plant_has_its_candidates_and_nobody_more() -> None:
    plant = next(each for each in projects() if each.reference == "kz-first-nuclear-plant")
    assert [str(each) for each in plant.candidates] == [
        "China National Nuclear Corporation (CN)",
        "EDF (FR)",
        "Korea Hydro & Nuclear Power (KR)",
        "Orano (FR)",
        "Rosatom (RU)",
    ]
    assert {each.source for each in plant.candidates} - {""} <= set(sources())


def test_the_pipeline_has_no_candidates() -> None:
    pipeline = next(each for each in projects() if each.reference == "trans-caspian-oil-pipeline")
    assert (pipeline.candidates, pipeline.sector) == ((), None)


class TestLaws:
    @given(records(Project, reference="demo", countries=("KZ",), stage="approved", candidates=(), sector=None))
    def test_a_project_written_as_a_row_or_as_json_is_read_back(self, made: Project) -> None:
        assert from_row(Project, to_row(made)) == made
        assert from_json(Project, to_json(made)) == made

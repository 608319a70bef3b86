from hypothesis import given
from hypothesis import strategies as st

from centralasia.feeds.findings import NOT_REACHED, RunFindings
from centralasia.validation import Problem, Severity


def problem(code: str) -> Problem:
    return Problem(code=code, severity=Severity.INFO, message="it happened")


def test_what_a_reader_found_is_told_with_its_document() -> None:
    findings = RunFindings()
    findings.of_document("nbk", "https://x.example/1", [problem("metal")])
    findings.note("nbk", problem("outage"))
    findings.count("nbk", "documents")
    report = findings.report(quotes=2)
    assert [each.message for each in report] == ["it happened, in https://x.example/1", "nbk: it happened"]
    assert report.facts == {"quotes": 2, "nbk.documents": 1, "nbk.metal": 1, "nbk.outage": 1}


def test_what_means_that_a_publisher_was_not_reached_is_listed() -> None:
    assert {"gave-up", "outage", "redirected", "refused", "untrusted"} == NOT_REACHED


class TestLaws:
    @given(st.lists(st.tuples(st.sampled_from(["nbk", "cbu"]), st.sampled_from(["outage", "metal", "no-rate"]))))
    def test_all_are_counted_and_few_of_a_kind_are_listed(self, found: list[tuple[str, str]]) -> None:
        findings = RunFindings()
        for publisher, code in found:
            findings.note(publisher, problem(code))
        report = findings.report()
        for key in set(found):
            assert report.facts[".".join(key)] == found.count(key)
        assert len(report) == sum(min(found.count(key), 5) for key in set(found))
        assert findings.report() == report

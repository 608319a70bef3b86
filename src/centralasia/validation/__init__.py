"""Findings about data: what is wrong, where, how much it matters, why it probably is, and what to do."""

from centralasia.validation.gaps import missing_bulletins
from centralasia.validation.problems import Problem, Severity
from centralasia.validation.reports import Report
from centralasia.validation.rows import read_records
from centralasia.validation.samples import Sample

__all__ = ["Problem", "Report", "Sample", "Severity", "missing_bulletins", "read_records"]

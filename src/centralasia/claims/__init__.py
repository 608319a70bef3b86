"""Claims: figures as somebody states them, checked against each other and against what is known."""

from centralasia.claims.arithmetic import check_fold, check_growth, check_share, check_sum
from centralasia.claims.checks import check_claim, check_claims
from centralasia.claims.evidence import Evidence
from centralasia.claims.statements import Claim, Denominator, Subject
from centralasia.claims.verdicts import Verdict

__all__ = [
    "Claim",
    "Denominator",
    "Evidence",
    "Subject",
    "Verdict",
    "check_claim",
    "check_claims",
    "check_fold",
    "check_growth",
    "check_share",
    "check_sum",
]

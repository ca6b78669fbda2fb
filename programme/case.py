"""A case: a reference and what sampling needs of it, nothing that identifies a child."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Cohort(StrEnum):
    """Which of Ofsted's child-level lists a case stands in (Annex A lists 3 to 10); or that it is
    an early help case (SW-11) or a foster carer's file (WB-05), which a plain list alone names.

    New ones go to the end: a recorded seed draws by their order.
    """

    REFERRAL = "referral"
    ASSESSMENT = "assessment"
    SECTION_47 = "section_47"
    CHILD_IN_NEED = "child_in_need"
    CHILD_PROTECTION = "child_protection"
    CHILD_IN_CARE = "child_in_care"
    CARE_LEAVER = "care_leaver"
    ADOPTION = "adoption"
    EARLY_HELP = "early_help"
    FOSTER_CARER = "foster_carer"

    @property
    def words(self) -> str:
        """The cohort in words: "child in need"."""
        return "section 47 enquiry" if self is Cohort.SECTION_47 else self.value.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Case:
    """One child's case, or one foster carer's file, by its reference (the Child Unique ID of the
    lists).

    `opened` and `last_reviewed` are what the council's list gives for the cohort's start and
    latest review or visit; `worker` and `iro` are members of staff by name.
    """

    reference: str
    cohort: Cohort
    team: str
    worker: str | None = None
    iro: str | None = None
    opened: date | None = None
    last_reviewed: date | None = None
    active: bool = True

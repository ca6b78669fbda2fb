"""What an audit looks at: its areas, its questions, and whose views it asks after."""

from dataclasses import dataclass
from typing import Literal

from programme.rules.rule import Choice, Rule, areas, between, entitled, is_id, once

AuditPart = Literal["lead", "peer"]
Graded = Literal["areas_and_whole", "whole", "nothing"]
AnsweredWith = Literal["yes_or_no", "a_line"]

QUESTIONS_AT_MOST, LINES_AT_MOST = 60, 12
"""More than these nobody answers, and no card could show."""


@dataclass(frozen=True, slots=True)
class Question(Rule):
    """Something that a tool asks beside its grades: of an area, or of the whole.

    Where it `may_not_apply`, that is an answer to choose, and a line may be left empty. A question
    `about_the_audit` asks how it was carried out and not what it found (WB-02); results and
    overviews tell its answer by itself.
    """

    id: str
    title: str
    answer: AnsweredWith
    area: str | None = None
    may_not_apply: bool = False
    about_the_audit: bool = False

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        if self.about_the_audit and (self.answer == "a_line" or self.area):
            raise ValueError("about_the_audit: such a question is of no area, and has yes or no")


@dataclass(frozen=True, slots=True)
class Views(Rule):
    """Whose views an audit asks after, and which auditor is asked (WC-06).

    Without anyone in `of`, nobody is asked.
    """

    of: tuple[Choice, ...]
    asked_of: AuditPart

    def __post_init__(self) -> None:
        once("of", [whose.id for whose in self.of])


@dataclass(frozen=True, slots=True)
class AuditTool(Rule):
    """What an audit looks at (WC-04, WC-05, WB-05, BD-04).

    It is for the cases of its `service_areas` and of its `cohorts`; where both are empty, for all
    that no other tool of the round is for. `kind` is the council's word for the type of audit
    (WB-03: FULL, DIP, THEMATIC). `with_worker` says that the allocated worker takes part (WB-02):
    the auditor reads so at first, and a question about the audit records whether they did.
    `views` stand where it asks after others' views than the framework's own (WC-05). `note` is
    what the auditor reads where the grades are given (SW-12).
    """

    id: str
    title: str
    areas: tuple[Choice, ...]
    service_areas: tuple[str, ...] = ()
    cohorts: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    graded: Graded = "areas_and_whole"
    kind: str | None = None
    with_worker: bool = False
    views: Views | None = None
    note: str | None = None

    def __post_init__(self) -> None:
        is_id(self.id)
        entitled(self.title)
        between("the number of areas", len(self.areas), 0, 12)
        if self.note is not None:
            between("note: its length", len(self.note.strip()), 1, 300)
        if self.kind is not None:
            between("kind: its length", len(self.kind.strip()), 1, 40)
        between("the number of questions", len(self.questions), 0, QUESTIONS_AT_MOST)
        lines = sum(question.answer == "a_line" for question in self.questions)
        between("the number of questions answered in a line", lines, 0, LINES_AT_MOST)
        areas("service_areas", self.service_areas)
        once("areas", [area.id for area in self.areas])
        once("questions", [question.id for question in self.questions])
        known = {area.id for area in self.areas}
        for question in self.questions:
            if question.area is not None and question.area not in known:
                raise ValueError(
                    f"questions: {question.id} asks about “{question.area}”, which is no area; "
                    f"there is {', '.join(area.id for area in self.areas) or 'none'}"
                )
        if self.with_worker and not self.about_the_audit:
            raise ValueError(
                "with_worker: a question with about_the_audit records whether the worker took part"
            )

    @property
    def about_the_audit(self) -> tuple[Question, ...]:
        """The questions of how the audit was carried out."""
        return tuple(question for question in self.questions if question.about_the_audit)

    @property
    def graded_areas(self) -> tuple[Choice, ...]:
        """The areas that are graded one by one (SW-12)."""
        return self.areas if self.graded == "areas_and_whole" else ()

    @property
    def grades_the_whole(self) -> bool:
        """Whether the audit ends in a grade (SW-12, WC-10)."""
        return self.graded != "nothing"

    @property
    def is_general(self) -> bool:
        """Whether it serves whatever no other tool is for."""
        return not self.service_areas and not self.cohorts

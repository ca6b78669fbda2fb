"""The pages that record good practice: which case, and what was good (WC-13)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dialogs import kit
from dialogs.had_written import had_written
from dialogs.kit import Card, Element
from programme.practice_acknowledgement import GOOD_AT_MOST, Practitioner
from programme.reference import MOST_CHARACTERS
from programme.rules.acknowledgement import AcknowledgementRule

OPEN = "practice.open"
RECORD = "practice.record"


@dataclass(frozen=True, slots=True)
class Form:
    """The page that records it; `values` and `problems` are there when it came back."""

    id: str
    case: str
    rule: AcknowledgementRule
    of: Sequence[Practitioner]
    sentence: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)


def offer_card(reference: str) -> Card:
    """What answers the typed word: a button that opens the dialog window."""
    about = f" in {reference}" if reference else ""
    body = [
        kit.heading("Good practice"),
        kit.as_typed(f"Note what was good{about}: the team's manager hears of it."),
    ]
    return kit.card(body, [kit.open_dialog("Record good practice", OPEN, {"case": reference})])


def case_page(
    reference: str = "", problem: str | None = None, written: Mapping[str, str] | None = None
) -> Card:
    """Asks which case; `written` was filled in for one that has closed meanwhile."""
    going_along: dict[str, kit.Json] = {n: value for n, value in (written or {}).items() if value}
    had = had_written([(written or {}).get("good", "")])
    asked = kit.text_input(
        "case", "Case reference", most=MOST_CHARACTERS, value=reference, lines=False
    )
    body = [*kit.with_problem(asked, problem), *had]
    return kit.card(
        body, [kit.submit("Continue", OPEN, {**going_along, "asked": True}, primary=True)]
    )


def form_page(form: Form) -> Card:
    """Whose practice, what was good, against which standard."""
    told = [kit.warning(form.sentence)] if form.sentence else []
    heading = kit.heading(f"Good practice in {form.case}")
    data: dict[str, kit.Json] = {"form": form.id, "case": form.case}
    submit = kit.submit("Record", RECORD, data, primary=True)
    return kit.card([*told, heading, *_fields(form)], [submit])


def _fields(form: Form) -> list[Element]:
    values, problems = form.values, form.problems
    people = [(_called(one), one.id) for one in form.of]
    worker = next((one.id for one in form.of if one.is_the_worker), None)
    standards = [(one.title, one.id) for one in form.rule.standards]
    chosen = _among(people, values.get("practitioner")) or worker
    standard = _among(standards, values.get("standard"))
    good = values.get("good", "")
    thank = [("Yes", "yes"), ("No, the team manager will", "no")]
    asked = {
        "practitioner": kit.choice_input("practitioner", "Whose practice?", people, value=chosen),
        "good": kit.text_input("good", "What was good?", most=GOOD_AT_MOST, value=good),
        "standard": kit.choice_input(
            "standard", "Against which standard?", standards, value=standard
        ),
        "thank": kit.choice_input(
            "thank",
            "Shall I thank them for you?",
            thank,
            value=values.get("thank", "yes"),
            expanded=True,
        ),
    }
    return [
        block
        for name, made in asked.items()
        for block in kit.with_problem(made, problems.get(name))
    ]


def _called(one: Practitioner) -> str:
    return f"{one.name} (the case's worker)" if one.is_the_worker else one.name


def _among(choices: Sequence[tuple[str, str]], value: str | None) -> str | None:
    return value if value in [chosen for _, chosen in choices] else None

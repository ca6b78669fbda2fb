"""What may be wrong with what is typed in a field of a form."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.dialogs.forms_of_a_scene import Form, is_a_reference

PARTICULARS: Mapping[str, str] = {
    "a date of birth": "She was born on 3 May 2014.",
    "an NHS number": "NHS 943 476 5919",
    "a postcode": "They moved to BN2 3EW.",
    "a phone number": "Ring 01632 960 001.",
    "an e-mail address": "Write to mum@example.org.",
}
DAYS_TO_COME: Mapping[str, str] = {
    "a day past": "2026-12-01",
    "a bank holiday": "2026-12-25",
    "no day": "next Tuesday",
}
DAYS_PAST: Mapping[str, str] = {"a day to come": "2026-12-22", "no day": "next Tuesday"}
HAS_BEEN = ("complete_day", "done_on")
"""Fields for a day that has been, on a card that stays too long to carry today's as a limit."""
UNKNOWN, ELSEWHERES, ANOTHER_TEAMS = "CF-99", "WX-77", "CF-30"
CASES: Mapping[str, str] = {"an unknown case": UNKNOWN, "another council's case": ELSEWHERES}
OF_EVERY_TEAM: Mapping[str, str] = {
    "chairs_report.record": "reviewing officers and chairs have cases of every team",
    "commission.choose": "this council lets an audit of any team's case be asked for",
    "dispute.raise": "reviewing officers and chairs have cases of every team",
    "practice.open": "reviewing officers and chairs have cases of every team",
}
"""Forms in which another team's case is sound, and why."""
NEEDED: Mapping[tuple[str, str], str] = {
    ("audit.save", "new_due"): "",
    ("audit.save", "new_text"): "Add this action",
    ("audit.save", "new_advice"): "Add this advice",
    ("dip.save", "due"): "",
    ("dip.save", "exchange"): "Exchange this case",
    ("dip.save", "found_line"): "",
    ("dip.save", "line"): "",
    ("moderation.answer", "line"): "",
    ("moderation.record", "reason"): "",
    ("observation.record", "discussed_on"): "",
}
"""Fields that are needed with what else is filled in, and so aren't marked on the card; of which
button alone."""
LEAVES_ALONE: Mapping[tuple[str, str], str] = {
    ("audit.save", "Take out"): "what is being typed meanwhile stays, and isn't kept yet",
    ("choose_cases.go", "Save the choice"): "what is searched for isn't kept",
    ("choose_cases.go", "Search"): "what is searched for isn't kept",
    ("dip.save", "Back without saving"): "nothing is kept",
}
"""Buttons that keep nothing of what is typed beside them, and why."""
READS_ALONE: Mapping[str, str] = {
    "Add this action": "new_text new_team new_due",
    "Add this advice": "new_advice",
    "Exchange this case": "exchange",
}
"""Buttons in the midst of a page, and the fields that they are about."""


def bad_for(form: Form, name: str) -> Iterator[tuple[str, str]]:
    """Each badness of the field with something that has it."""
    field = form.fields[name]
    if (form.verb, form.title) in LEAVES_ALONE:
        return
    if name not in READS_ALONE.get(form.title, name).split():
        return
    if _is_needed(form, field):
        yield "nothing", ""
    if field["type"] == "Input.Text":
        yield from _bad_words(form, field)
    elif field["type"] == "Input.Date":
        past = "max" in field or name in HAS_BEEN
        yield from (DAYS_PAST if past else DAYS_TO_COME).items()


def _is_needed(form: Form, field: Mapping[str, Any]) -> bool:
    if field["type"] == "Input.ChoiceSet":  # one that stands chosen can't be left out in Teams
        writes = any(each["type"] == "Input.Text" for each in form.fields.values())
        return writes and bool(field["isRequired"]) and "value" not in field
    key = (form.verb, field["id"])
    return bool(field["isRequired"]) or (key in NEEDED and NEEDED[key] in ("", form.title))


def _bad_words(form: Form, field: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    most = field["maxLength"]
    yield "too long", ("a line " * most)[:most] + "s"
    if is_a_reference(field):
        yield from CASES.items()
        if form.verb not in OF_EVERY_TEAM:
            yield "another team's case", ANOTHER_TEAMS
    yield from PARTICULARS.items()

"""The card of one case's audit: who could have each part, and the way to withdraw it."""

from collections.abc import Mapping, Sequence

from dialogs import kit
from dialogs.conversation import Typed
from dialogs.given_back import asked_lines
from dialogs.kit import Card, Element
from programme.audit import Audit
from programme.calendar import short_day
from programme.reassignment import REASON_AT_MOST
from programme.use_cases.show_auditors_needed import PartToGive

GIVE = "audit.reassign"
WITHDRAW = "audit.withdraw"
MOST_PEOPLE = 40
Form = tuple[list[Element], Element]


def case_card(parts: Sequence[PartToGive], typed: Typed | None = None) -> Card:
    """A form that came back, `typed`, stands open with what was typed."""
    audit = parts[0].audit
    body = [
        kit.heading(f"The audit of {audit.case_reference}"),
        *(kit.section(part_lines(each)) for each in parts),
    ]
    forms = {GIVE: _give_form(parts, typed), WITHDRAW: _withdraw_form(audit, typed)}
    if typed:
        fields, press = forms[typed.verb] or ([], None)
        return kit.card([*body, kit.warning(typed.sentence), *fields], [press] if press else [])
    titles = {GIVE: "Give it to another auditor", WITHDRAW: "Withdraw the audit"}
    return kit.card(
        body, [kit.reveal(titles[verb], form[0], [form[1]]) for verb, form in forms.items() if form]
    )


def _give_form(parts: Sequence[PartToGive], typed: Typed | None) -> Form | None:
    choices = [
        (f"{each.part.capitalize()} auditor: {person.name}, {person.title}", choice_of(each, n))
        for each in parts
        for n, person in enumerate(each.others[: MOST_PEOPLE // len(parts)])
    ]
    if not choices:
        return None
    values, problems = (typed.values, typed.problems) if typed else ({}, {})
    meant = _whoever(values.get("give", ""))
    chosen = next((value for _, value in choices if _whoever(value) == meant), None)
    data: dict[str, kit.Json] = {"origin": "case", "case": parts[0].audit.case_reference}
    fields = [
        *kit.with_problem(
            kit.choice_input("give", "Who is to have which part?", choices, value=chosen),
            problems.get("to"),
        ),
        *kit.with_problem(reason_input(values.get("reason", "")), problems.get("reason")),
    ]
    return fields, kit.press("Give it to them", GIVE, data, primary=True)


def _withdraw_form(audit: Audit, typed: Typed | None) -> Form | None:
    if audit.is_submitted:
        return None
    values: Mapping[str, str] = typed.values if typed else {}
    why = kit.text_input(
        "withdraw_reason",
        "Why is it withdrawn?",
        most=REASON_AT_MOST,
        value=values.get("withdraw_reason", ""),
    )
    data: dict[str, kit.Json] = {
        "audit_id": audit.id,
        "version": audit.version,
        "case": audit.case_reference,
    }
    problem = typed.problems.get("reason") if typed else None
    return kit.with_problem(why, problem), kit.press("Withdraw it", WITHDRAW, data)


def _whoever(choice: str) -> tuple[str, str]:
    """The part and the person that a choice names, whatever the version."""
    part, _, person = choice.rpartition("/")
    return part.rpartition("/")[2], person


def reason_input(value: str = "") -> Element:
    """Why it is given to another."""
    return kit.text_input(
        "reason", "Why? Whoever had it until now can read it.", most=REASON_AT_MOST, value=value
    )


def choice_of(each: PartToGive, n: int = 0) -> str:
    """The value of the choice that gives the part to the `n`th of those who could have it."""
    return f"{each.audit.id}/{each.audit.version}/{each.part}/{each.others[n].id}"


def part_lines(each: PartToGive) -> list[Element]:
    """Which audit, who has the part, and why somebody else must."""
    audit = each.audit
    why = f" {each.why}" if each.why else ""
    nobody = "" if each.others else " Nobody of the same role is there to take it."
    return [
        kit.text(f"**{audit.case_reference}** · {audit.team} · due {short_day(audit.due)}"),
        kit.text(f"{each.part.capitalize()} auditor: {each.auditor}{why}.{nobody}", subtle=True),
        *asked_lines(each.asked, each.auditor),
    ]

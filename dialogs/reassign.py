"""The QA officer gives an audit to another auditor, or withdraws it."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dialogs import kit
from dialogs.conversation import Answer, Payload, Say, ShowCard, ShowLive, Turn, Typed, Verb, Word
from dialogs.given_back import asked_lines
from dialogs.kit import Card, Element
from dialogs.put_audit_back import withdrawn
from programme.calendar import short_day
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.reassignment import REASON_AT_MOST
from programme.rules.tool import AuditPart
from programme.shown import AUDITORS
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.show_auditors_needed import (
    PartToGive,
    show_parts_to_give,
)

GIVE = "audit.reassign"
WITHDRAW = "audit.withdraw"
MOST_PEOPLE = 40
ID = r"[0-9a-f]{32}"
WHO = r"[0-9a-z]{1,32}"

Choice = Annotated[str, StringConstraints(pattern=rf"^{ID}/\d{{1,9}}/(lead|peer)/{WHO}$")]
"""An audit's id, the version that was shown, the part, and who is to have it."""
Words = Annotated[str, Field(max_length=10_000)]


class _Give(Payload):
    """From the card of all that need one (`origin`), or from a case's own."""

    origin: Literal["all", "case"]
    give: Choice
    reason: Words = ""
    withdraw_reason: Words = ""


class _Withdraw(Payload):
    audit_id: Annotated[str, StringConstraints(pattern=rf"^{ID}$")]
    version: int
    case: Annotated[str, Field(max_length=64)]
    reason: Words = ""
    withdraw_reason: Words = ""
    give: str = ""


async def _give(payload: _Give, turn: Turn) -> Answer:
    audit_id, version, part, to_id = payload.give.split("/")
    named: AuditPart = "lead" if part == "lead" else "peer"
    try:
        audit = await reassign_audit(
            ReassignAudit(
                turn.council,
                turn.person,
                audit_id,
                named,
                int(version),
                to_id,
                payload.reason,
                turn.source,
            ),
            work=turn.work,
            now=turn.now,
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        values = {"give": payload.give, "reason": payload.reason}
        return _returned(refused, values) if payload.origin == "all" else _refused(refused)
    said = f"{audit.case_reference} has another {part} auditor, who gets a card of it."
    if payload.origin == "all":
        return ShowLive(MessageKind.AUDITORS_NEEDED, AUDITORS, notice=said)
    return ShowCard(kit.card([kit.notice(said)]))


def _refused(refused: CorrectAndRepeat | ShowAsItIsNow) -> Answer:
    """A sentence, and the case's own card as it stands with what was typed."""
    return Say(" ".join((str(refused), *_problems(refused).values())))


def _returned(refused: CorrectAndRepeat | ShowAsItIsNow, values: Mapping[str, str]) -> Answer:
    """The card of all that need one as it is now, with the form as it was typed."""
    typed = Typed(GIVE, str(refused), values, _problems(refused))
    return ShowLive(MessageKind.AUDITORS_NEEDED, AUDITORS, typed=typed)


def _problems(refused: CorrectAndRepeat | ShowAsItIsNow) -> Mapping[str, str]:
    return refused.problems if isinstance(refused, CorrectAndRepeat) else {}


async def _withdraw(payload: _Withdraw, turn: Turn) -> Answer:
    try:
        await withdraw_audit(
            WithdrawAudit(
                turn.council,
                turn.person,
                payload.audit_id,
                payload.version,
                payload.withdraw_reason,
                turn.source,
            ),
            work=turn.work,
            now=turn.now,
        )
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        return _refused(refused)
    return await withdrawn(payload.case, payload.audit_id, turn)


def case_card(parts: Sequence[PartToGive]) -> Card:
    """A case's audit: who could have each part, and the way to withdraw it."""
    audit = parts[0].audit
    body = [
        kit.heading(f"The audit of {audit.case_reference}"),
        *(kit.section(part_lines(each)) for each in parts),
    ]
    made: list[Element] = []
    choices = [
        (f"{each.part.capitalize()} auditor: {person.name}, {person.title}", choice_of(each, n))
        for each in parts
        for n, person in enumerate(each.others[: MOST_PEOPLE // len(parts)])
    ]
    if choices:
        give = kit.press("Give it to them", GIVE, {"origin": "case"}, primary=True)
        form = [kit.choice_input("give", "Who is to have which part?", choices), reason_input()]
        made.append(kit.reveal("Give it to another auditor", form, [give]))
    if not audit.is_submitted:
        data: dict[str, kit.Json] = {
            "audit_id": audit.id,
            "version": audit.version,
            "case": audit.case_reference,
        }
        why = kit.text_input("withdraw_reason", "Why is it withdrawn?", most=REASON_AT_MOST)
        press = kit.press("Withdraw the audit", WITHDRAW, data)
        made.append(kit.reveal("Withdraw the audit", [why], [press]))
    return kit.card(body, made)


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


async def _say_reassign(rest: str, turn: Turn) -> Answer:
    reference = rest.strip()
    if not reference:
        return ShowLive(MessageKind.AUDITORS_NEEDED, AUDITORS)
    async with turn.work(turn.council.tenant_id) as w:
        try:
            parts = await show_parts_to_give(turn.council, w, turn.person, reference, turn.today)
        except LookElsewhere:  # references are in capitals, and phones don't type so
            parts = await show_parts_to_give(
                turn.council, w, turn.person, reference.upper(), turn.today
            )
    if not parts:
        return Say("Everything of this audit is recorded, so it stands as it is.")
    return ShowCard(case_card(parts))


VERBS = (
    Verb(GIVE, _Give, _give, Right.REASSIGN_AUDIT),
    Verb(WITHDRAW, _Withdraw, _withdraw, Right.WITHDRAW_AUDIT),
)
WORDS = (
    Word(
        ("reassign", "withdraw"),
        "give an audit to another auditor, or withdraw it",
        _say_reassign,
        Right.REASSIGN_AUDIT,
        example="reassign CF-1234",
    ),
)

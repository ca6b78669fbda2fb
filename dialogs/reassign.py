"""The QA officer gives an audit to another auditor, or withdraws it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dialogs import kit
from dialogs.closed_case import to_replace
from dialogs.conversation import Answer, Payload, Say, ShowCard, ShowLive, Turn, Typed, Verb, Word
from dialogs.kit import Card, Element
from dialogs.live_card import After, Asked, LiveKind
from programme.calendar import short_day
from programme.council import Council
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import AUDITORS, MessageKind, audit_entity
from programme.people import Role
from programme.people import Verb as Right
from programme.ports import UnitOfWork
from programme.reassignment import REASON_AT_MOST
from programme.rules.tool import AuditPart
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.show_auditors_needed import (
    PartToGive,
    show_auditors_needed,
    show_parts_to_give,
)
from programme.use_cases.show_closed_cases import ClosedCase, show_closed_cases
from programme.use_cases.show_left_unfinished import LeftUnfinished, show_left_unfinished

GIVE = "audit.reassign"
WITHDRAW = "audit.withdraw"
MOST_PARTS = 10
MOST_PEOPLE = 40
MOST_LEFT = 20
WHO = r"[0-9a-z_.@-]{1,64}"

Choice = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{32}}/\d{{1,9}}/(lead|peer)/{WHO}$")]
"""An audit's id, the version that was shown, the part, and who is to have it."""
Words = Annotated[str, Field(max_length=10_000)]


class _Give(Payload):
    """From the card of all that need one (`origin`), or from a case's own."""

    origin: Literal["all", "case"]
    give: Choice
    reason: Words = ""
    withdraw_reason: Words = ""


class _Withdraw(Payload):
    audit_id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
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
    return ShowCard(
        kit.card(
            [kit.notice(f"The audit of {payload.case} is withdrawn; its auditors can see it.")]
        )
    )


@dataclass(frozen=True, slots=True)
class NeededView:
    """Which parts of audits need another auditor, what was left that nobody can finish, and whose
    case has closed; `may_ask` where the QA officers may ask for an audit of another case."""

    parts: tuple[PartToGive, ...]
    left: tuple[LeftUnfinished, ...] = ()
    closed: tuple[ClosedCase, ...] = ()
    may_ask: bool = False


def needed_card(view: NeededView, after: After) -> Card:
    """Each part with why, and one form that gives one to whom it suits best."""
    shown = view.parts[:MOST_PARTS]
    more = len(view.parts) - len(shown)
    body = [
        *([kit.notice(after.notice)] if after.notice else []),
        kit.heading("Audits that need another auditor"),
        *([] if shown else [kit.text("Every audit has an auditor who is there. Thank you.")]),
        *(kit.section(_part(each)) for each in shown),
        *(
            [kit.text(f"And {kit.count(more, 'audit')} more, once these are given.")]
            if more
            else []
        ),
    ]
    if view.left:
        told = [one.what for one in view.left]
        words = "**Begun by people who can't finish it any more**"
        body.append(kit.section([kit.text(words), kit.bullets(told, most=MOST_LEFT)]))
    body += to_replace(view.closed, may_ask=view.may_ask)
    offered = [each for each in shown if each.others]
    if shown:
        body.append(
            kit.text(
                "To choose somebody else, or to withdraw an audit, type “reassign” with the "
                "reference behind it.",
                subtle=True,
            )
        )
    refused = [kit.warning(after.typed.sentence)] if after.typed else []
    if not offered:
        return kit.card([*body, *refused])
    form, give = _form(offered, after.typed)
    if after.typed:
        return kit.card([*body, *refused, *form], [give])
    return kit.card(body, [kit.reveal("Give one to another auditor", form, [give])])


def _form(offered: Sequence[PartToGive], typed: Typed | None) -> tuple[list[Element], Element]:
    """Which part goes to whom, and why; as it was typed, as far as that can still be chosen."""
    values, problems = (typed.values, typed.problems) if typed else ({}, {})
    choices = [
        (f"{each.audit.case_reference}, {each.part} auditor: {each.others[0].name}", _value(each))
        for each in offered
    ]
    standing = values.get("give", choices[0][1])
    value = standing if standing in [chosen for _, chosen in choices] else None
    form = [
        *kit.with_problem(
            kit.choice_input("give", "Give which one to whom?", choices, value=value),
            problems.get("to"),
        ),
        *kit.with_problem(_reason(values.get("reason", "")), problems.get("reason")),
    ]
    return form, kit.press("Give it to them", GIVE, {"origin": "all"}, primary=True)


def case_card(parts: Sequence[PartToGive]) -> Card:
    """A case's audit: who could have each part, and the way to withdraw it."""
    audit = parts[0].audit
    body = [
        kit.heading(f"The audit of {audit.case_reference}"),
        *(kit.section(_part(each)) for each in parts),
    ]
    made: list[Element] = []
    choices = [
        (f"{each.part.capitalize()} auditor: {person.name}, {person.title}", _value(each, n))
        for each in parts
        for n, person in enumerate(each.others[: MOST_PEOPLE // len(parts)])
    ]
    if choices:
        give = kit.press("Give it to them", GIVE, {"origin": "case"}, primary=True)
        form = [kit.choice_input("give", "Who is to have which part?", choices), _reason()]
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


def _reason(value: str = "") -> Element:
    return kit.text_input(
        "reason", "Why? Whoever had it until now can read it.", most=REASON_AT_MOST, value=value
    )


def _value(each: PartToGive, n: int = 0) -> str:
    return f"{each.audit.id}/{each.audit.version}/{each.part}/{each.others[n].id}"


def _part(each: PartToGive) -> list[Element]:
    audit = each.audit
    why = f" {each.why}" if each.why else ""
    nobody = "" if each.others else " Nobody of the same role is there to take it."
    return [
        kit.text(f"**{audit.case_reference}** · {audit.team} · due {short_day(audit.due)}"),
        kit.text(f"{each.part.capitalize()} auditor: {each.auditor}{why}.{nobody}", subtle=True),
    ]


async def _load(
    council: Council, w: UnitOfWork, asked: Collection[Asked], today: date
) -> Mapping[Asked, NeededView]:
    people = await w.people.some({reader for reader, _ in asked})
    may = {p.id for p in people if p.active and p.may(Right.REASSIGN_AUDIT)}
    if not may:
        return {}
    view = NeededView(
        await show_auditors_needed(council, w, today),
        await show_left_unfinished(council, w),
        await show_closed_cases(w),
        any(Role.QA_OFFICER in rule.by for rule in council.framework.commissions),
    )
    return {one: view for one in asked if one[0] in may}


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


def _shows(view: NeededView) -> tuple[str, ...]:
    audits = [*(each.audit for each in view.parts), *(each.audit for each in view.closed)]
    return (AUDITORS, *(audit_entity(audit.id) for audit in audits))


LIVE = LiveKind(
    kind=MessageKind.AUDITORS_NEEDED,
    summary="Audits that need another auditor",
    load=_load,
    card=needed_card,
    shows=_shows,
)
VERBS = (Verb(GIVE, _Give, _give), Verb(WITHDRAW, _Withdraw, _withdraw))
WORDS = (
    Word(
        ("reassign", "withdraw"),
        "give an audit to another auditor, or withdraw it",
        _say_reassign,
        Right.REASSIGN_AUDIT,
        example="reassign CF-1234",
    ),
)

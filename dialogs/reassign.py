"""The QA officer gives an audit to another auditor, or withdraws it."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dialogs import kit
from dialogs.case_to_give import GIVE, WITHDRAW, case_card
from dialogs.conversation import Answer, Payload, Say, ShowCard, ShowLive, Turn, Typed, Verb, Word
from dialogs.had_written import had_written
from dialogs.put_audit_back import withdrawn
from programme.errors import CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Verb as Right
from programme.people import require
from programme.rules.tool import AuditPart
from programme.shown import AUDITORS
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.show_auditors_needed import show_parts_to_give

ID = r"[0-9a-f]{32}"
WHO = r"[0-9a-z]{1,32}"

Choice = Annotated[str, StringConstraints(pattern=rf"^{ID}/\d{{1,9}}/(lead|peer)/{WHO}$")]
"""An audit's id, the version that was shown, the part, and who is to have it."""
Words = Annotated[str, Field(max_length=10_000)]
Reference = Annotated[str, Field(max_length=64)]


class _Give(Payload):
    """From the card of all that need one (`origin`), or from that of one `case`."""

    origin: Literal["all", "case"]
    case: Reference = ""
    give: Choice | Literal[""] = ""
    reason: Words = ""
    withdraw_reason: Words = ""


class _Withdraw(Payload):
    audit_id: Annotated[str, StringConstraints(pattern=rf"^{ID}$")]
    version: int
    case: Reference
    reason: Words = ""
    withdraw_reason: Words = ""
    give: str = ""


async def _give(payload: _Give, turn: Turn) -> Answer:
    try:
        command = _command(payload, turn)
        audit = await reassign_audit(command, work=turn.work, now=turn.now)
    except (CorrectAndRepeat, ShowAsItIsNow) as refused:
        values = {"give": payload.give, "reason": payload.reason}
        typed = Typed(GIVE, str(refused), values, _problems(refused))
        if payload.origin == "all":
            return ShowLive(MessageKind.AUDITORS_NEEDED, AUDITORS, typed=typed)
        return await _returned(payload.case, typed, turn)
    said = f"{audit.case_reference} has another {command.part} auditor, who gets a card of it."
    if payload.origin == "all":
        return ShowLive(MessageKind.AUDITORS_NEEDED, AUDITORS, notice=said)
    return ShowCard(kit.card([kit.notice(said)]))


def _command(payload: _Give, turn: Turn) -> ReassignAudit:
    if not payload.give:
        raise CorrectAndRepeat("The audit was not passed on yet.", {"to": "Please choose one."})
    audit_id, version, part, to_id = payload.give.split("/")
    named: AuditPart = "lead" if part == "lead" else "peer"
    return ReassignAudit(
        turn.council,
        turn.person,
        audit_id,
        named,
        int(version),
        to_id,
        payload.reason,
        turn.source,
    )


async def _returned(case: str, typed: Typed, turn: Turn) -> Answer:
    """The case's card as it is now, with the form as it was typed; where nothing of the audit can
    be given any more, what was typed stands beneath the sentence."""
    try:
        async with turn.work(turn.council.tenant_id) as w:
            parts = await show_parts_to_give(turn.council, w, turn.person, case, turn.today)
    except LookElsewhere:
        parts = ()
    if parts:
        return ShowCard(case_card(parts, typed))
    words = had_written([typed.values.get("reason", ""), typed.values.get("withdraw_reason", "")])
    return ShowCard(kit.card([kit.warning(typed.sentence), *words]))


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
        values = {"withdraw_reason": payload.withdraw_reason}
        typed = Typed(WITHDRAW, str(refused), values, _problems(refused))
        return await _returned(payload.case, typed, turn)
    return await withdrawn(payload.case, payload.audit_id, turn)


async def _say_reassign(rest: str, turn: Turn) -> Answer:
    require(turn.person, Right.REASSIGN_AUDIT)
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

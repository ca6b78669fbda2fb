"""Requests to be spared an audit, as the use cases take them."""

from datetime import date, datetime, time, timedelta

from dialogs.table import LIVE
from programme.audit import Audit
from programme.hand_over import Ground, HandOver
from programme.message import MessageKind
from programme.shown import AUDITORS
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.answer_hand_over import (
    AnswerHandOver,
    decline_hand_over,
    take_back_hand_over,
    take_hand_over,
)
from programme.use_cases.ask_hand_over import (
    AskHandOver,
    Proposal,
    Spare,
    ask_hand_over,
    show_spare,
)
from programme.use_cases.refuse_hand_over import RefuseHandOver, refuse_hand_over
from programme.use_cases.settle_hand_overs import settle_hand_overs
from tests.bot.chats import words_of
from tests.little_council import CALENDAR, THE_FIRST, LittleCouncil

FORM = "f" * 32
OTHER_FORM = "e" * 32
LATER = THE_FIRST + timedelta(hours=1)
THURSDAY = date(2026, 12, 3)
"""By when a colleague answers what is asked on the 1st."""

BACK = Proposal()
CONFLICT = "I know the family from church."


async def asked(
    little: LittleCouncil,
    audit: Audit,
    by: str,
    proposal: Proposal,
    *,
    ground: Ground = Ground.AWAY,
    words: str = "",
    form: str = FORM,
    now: datetime = THE_FIRST,
) -> HandOver:
    """`by` asks to be spared their part of the audit."""
    who = await little.person(by)
    command = AskHandOver(little.council, who, form, audit.id, ground, words, proposal, "dialog")
    return await ask_hand_over(command, work=little.work, now=now)


async def answer(little: LittleCouncil, request: HandOver, by: str) -> AnswerHandOver:
    """The command of `by`, who has seen the request as it is given."""
    who = await little.person(by)
    return AnswerHandOver(little.council, who, request.id, request.version, "card")


async def take(
    little: LittleCouncil, request: HandOver, by: str, now: datetime = LATER
) -> HandOver:
    return await take_hand_over(await answer(little, request, by), work=little.work, now=now)


async def decline(
    little: LittleCouncil, request: HandOver, by: str, now: datetime = LATER
) -> HandOver:
    return await decline_hand_over(await answer(little, request, by), work=little.work, now=now)


async def take_back(
    little: LittleCouncil, request: HandOver, by: str, now: datetime = LATER
) -> HandOver:
    return await take_back_hand_over(await answer(little, request, by), work=little.work, now=now)


async def refuse(
    little: LittleCouncil, request: HandOver, line: str, by: str = "quinn", now: datetime = LATER
) -> HandOver:
    who = await little.person(by)
    command = RefuseHandOver(little.council, who, request.id, request.version, line, "dialog")
    return await refuse_hand_over(command, work=little.work, now=now)


async def spare_of(
    little: LittleCouncil, audit: Audit, who: str, now: datetime = THE_FIRST
) -> Spare:
    async with little.work(little.tenant_id) as w:
        return await show_spare(
            little.council, w, await little.person(who), audit.id, little.council.today(now)
        )


async def kept(little: LittleCouncil, request_id: str) -> HandOver:
    async with little.work(little.tenant_id) as w:
        found = await w.hand_overs.get(request_id)
    assert found is not None
    return found


async def kept_audit(little: LittleCouncil, audit: Audit) -> Audit:
    async with little.work(little.tenant_id) as w:
        found = await w.audits.get(audit.id)
    assert found is not None
    return found


async def card_of(little: LittleCouncil, reader: str, kind: MessageKind, subject: str) -> str:
    async with little.work(little.tenant_id) as w:
        one = (reader, subject)
        drawn = await LIVE[kind].draw(little.council, w, [one], THE_FIRST.date())
    return words_of(drawn[one].card) if one in drawn else ""


async def request_card(little: LittleCouncil, reader: str, request: HandOver) -> str:
    return await card_of(little, reader, MessageKind.HAND_OVER, request.id)


async def officers_card(little: LittleCouncil) -> str:
    return await card_of(little, "quinn", MessageKind.AUDITORS_NEEDED, AUDITORS)


async def told(little: LittleCouncil, kind: MessageKind = MessageKind.HAND_OVER) -> list[str]:
    return await little.readers(kind)


async def settle(little: LittleCouncil, day: date, hour: int = 9) -> int:
    now = CALENDAR.at(day, time(hour, 30))
    return await settle_hand_overs(little.council, work=little.work, now=now)


async def announce(drawn: LittleCouncil) -> LittleCouncil:
    """December's cards are on their way."""
    await announce_allocation(drawn.council, drawn.period(), work=drawn.work, now=THE_FIRST)
    return drawn

"""The card that reminds a lead auditor of a round's audits is true whatever becomes of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.conversation import OpenPage
from dialogs.live_card import Drawn
from dialogs.table import LIVE
from programme.message import MessageKind
from storage.engine import Engine
from tests.bot.chats import words_of
from tests.dialogs.handing_over import titles_of
from tests.dialogs.turns import send, sent_by
from tests.little_council import ADDED, DECEMBER, THE_FIRST, LittleCouncil, little_council
from tests.programme.use_cases.handing_over import announce
from tests.programme.use_cases.reassigning import reassign, withdraw

KIND = MessageKind.AUDITS_DUE
DUE = date(2026, 12, 31)
SUBJECT = f"{DECEMBER}/{DUE}"
BY_THEN, SINCE_THEN = "by **Thursday 31 December 2026**", "since **Thursday 31 December 2026**"


@pytest.fixture
async def little(engine: Engine) -> LittleCouncil:
    made = little_council(engine)
    await made.fill()
    await made.draw(now=ADDED)
    return await announce(made)


async def _drawn(
    little: LittleCouncil, reader: str = "ann", today: date = DUE, subject: str = SUBJECT
) -> Drawn | None:
    asked = (reader, subject)
    async with little.work(little.tenant_id) as w:
        return (await LIVE[KIND].draw(little.council, w, [asked], today)).get(asked)


async def _words(little: LittleCouncil, reader: str = "ann", today: date = DUE) -> str:
    drawn = await _drawn(little, reader, today)
    assert drawn is not None
    return words_of(drawn.card)


async def test_it_says_how_many_by_when_and_since_when(little: LittleCouncil) -> None:
    assert f"Ann, 1 audit to record {BY_THEN}." in await _words(little)
    later = DUE + timedelta(days=4)
    assert f"Ann, 1 audit has been overdue {SINCE_THEN}." in await _words(little, today=later)
    await reassign(little, await little.audit_led_by("cat"), "ann")
    assert f"Ann, 2 audits to record {BY_THEN}." in await _words(little)
    assert f"Ann, 2 audits have been overdue {SINCE_THEN}." in await _words(little, today=later)


async def test_it_has_the_button_that_records_and_the_way_out(little: LittleCouncil) -> None:
    drawn, audit = await _drawn(little), await little.audit_led_by("ann")
    assert drawn is not None
    assert drawn.summary == "Audits that are due"
    record = f"Record {audit.case_reference}"
    assert titles_of(drawn.card)[:2] == [record, "I can't do this one"]
    assert isinstance(await send(little, "ann", sent_by(drawn.card, record), THE_FIRST), OpenPage)


async def test_what_one_is_only_the_peer_of_is_not_asked_for(little: LittleCouncil) -> None:
    audit = await little.audit_led_by("ann")
    assert audit.peer_id
    assert audit.case_reference not in await _words(little, audit.peer_id)


async def test_once_all_is_submitted_it_thanks_and_asks_nothing(little: LittleCouncil) -> None:
    await little.submitted(lead="ann")
    drawn = await _drawn(little)
    assert drawn is not None
    assert "you have recorded all that was asked of you by then. Thank you." in words_of(drawn.card)
    assert (drawn.to_do, titles_of(drawn.card)) == (None, [])


async def test_withdrawn_it_asks_nothing(little: LittleCouncil) -> None:
    await withdraw(little, await little.audit_led_by("ann"))
    told = await _words(little)
    assert "there is nothing left for you to record here" in told
    assert "Withdrawn; nothing is asked of its auditors any more" in told


async def test_while_the_officers_decide_of_a_closed_case_it_asks_nothing(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    async with little.work(little.tenant_id) as w:
        closed = replace(audit, case_closed_on=date(2026, 12, 10), version=audit.version + 1)
        await w.audits.save(closed)
        await w.commit()
    drawn = await _drawn(little)
    assert drawn is not None
    told = words_of(drawn.card)
    assert "nothing for you to record here until the QA officers have decided" in told
    assert "please wait, the QA officers decide what becomes of the audit" in told
    assert drawn.to_do is None
    await reassign(little, await little.audit_led_by("cat"), "ann")
    assert f"Ann, 1 audit to record {BY_THEN}." in await _words(little)


async def test_passed_on_it_says_who_has_it_now_and_the_other_has_one(
    little: LittleCouncil,
) -> None:
    audit = await little.audit_led_by("ann")
    await reassign(little, audit, "gil")
    drawn = await _drawn(little)
    assert drawn is not None
    told = words_of(drawn.card)
    assert "there is nothing left for you to record here" in told
    assert f"**{audit.case_reference}** · now with Gil" in told
    assert (drawn.to_do, titles_of(drawn.card)) == (None, [])
    assert f"Gil, 1 audit to record {BY_THEN}." in await _words(little, "gil")


async def test_of_another_day_period_or_reader_there_is_none(little: LittleCouncil) -> None:
    assert await _drawn(little, subject=f"{DECEMBER}/2026-12-18") is None
    assert await _drawn(little, subject=f"{DECEMBER.plus(1)}/{DUE}") is None
    assert await _drawn(little, subject=f"no_such_round/{DECEMBER}/{DUE}") is None
    assert await _drawn(little, "quinn") is None

"""The auditor answers a changed grade; a moderator who isn't agreed with hears (SW-05, WB-04)."""

import pytest

from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.moderation import ModerationState
from programme.shown import moderation_entity
from programme.use_cases.show_moderation import show_moderation
from tests.little_council import STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    moderate,
    moderation_of,
    reply,
    ruled,
    same,
    worse,
)

pytestmark = pytest.mark.rule("WC-07", "SW-05", "WB-04")
LINE = "The plan was reviewed in supervision."


async def changed(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted()
    await moderate(little, audit, worse(little, audit))
    return little, audit


async def test_the_auditor_agrees_and_nobody_is_bothered(drawn: LittleCouncil) -> None:
    little, audit = await changed(drawn)
    await little.settle("gil", MessageKind.MODERATION, audit.id, moderation_entity(audit.id))
    told = await little.messages()
    done = await reply(little, audit)
    assert done == await moderation_of(little, audit.id)
    assert (done.state, done.answered_by) == (ModerationState.ANSWERED, "ann")
    assert (done.answer_agrees, done.answered_at) == (True, THE_FIRST)
    assert await little.messages() == told
    assert await little.behind() == {("gil", MessageKind.MODERATION)}
    event = (await little.events(audit.id))[-1]
    assert (event.verb, event.detail) == ("answer_moderation", {"agrees": True})


async def test_a_moderator_who_is_not_agreed_with_hears_the_line(drawn: LittleCouncil) -> None:
    little, audit = await changed(drawn)
    done = await reply(little, audit, agrees=False, words=LINE)
    assert (done.answer_agrees, done.answer) == (False, LINE)
    assert await little.readers(MessageKind.MODERATION_OUTCOME) == ["ann", audit.peer_id, "gil"]


async def test_when_the_moderator_has_left_the_qa_officers_hear_it(drawn: LittleCouncil) -> None:
    little, audit = await changed(drawn)
    await little.take_staff(*(one for one in STAFF if one.id != "gil"))
    await reply(little, audit, agrees=False, words=LINE)
    assert "quinn" in await little.readers(MessageKind.MODERATION_OUTCOME)


async def test_the_lead_answers_and_the_peer_only_when_the_lead_has_left(
    drawn: LittleCouncil,
) -> None:
    little, audit = await changed(drawn)
    assert audit.peer_id
    for by in (audit.peer_id, "gil", "abe"):
        with pytest.raises(AskSomeoneAllowed, match="The lead auditor answers"):
            await reply(little, audit, by)
    await little.take_staff(*(one for one in STAFF if one.id != "ann"))
    async with little.work(little.tenant_id) as w:
        pairs = [(audit.id, audit.peer_id)]
        views = await show_moderation(little.council, w, pairs, THE_FIRST.date())
    assert views[audit.id, audit.peer_id].may_answer
    assert (await reply(little, audit, audit.peer_id)).answered_by == audit.peer_id


async def test_an_answer_that_will_not_do_changes_nothing(drawn: LittleCouncil) -> None:
    little, audit = await changed(drawn)
    before = await little.everything()
    with pytest.raises(CorrectAndRepeat):
        await reply(little, audit, agrees=False)
    with pytest.raises(CorrectAndRepeat):
        await reply(little, audit, agrees=None)
    with pytest.raises(ShowAsItIsNow):
        await reply(little, audit, version=1)
    assert await little.everything() == before


async def test_sent_twice_it_is_answered_once(drawn: LittleCouncil) -> None:
    little, audit = await changed(drawn)
    first = await reply(little, audit)
    before = await little.everything()
    assert await reply(little, audit, agrees=False, words=LINE, version=3) == first
    assert await little.everything() == before


async def test_grades_that_stand_ask_for_no_answer(drawn: LittleCouncil) -> None:
    little = ruled(drawn, BY_MANAGERS)
    audit, _ = await little.submitted()
    await moderate(little, audit, same(audit))
    with pytest.raises(ShowAsItIsNow, match="nothing to answer"):
        await reply(little, audit)

"""A moderation that its moderator can't do goes to somebody else, who is told."""

import pytest

from programme.audit import Audit
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from programme.message import MessageKind
from programme.moderation import Moderation
from programme.shown import moderation_entity
from programme.use_cases.hand_on_moderation import HandOnModeration, hand_on_moderation
from programme.use_cases.show_moderation import show_moderation
from tests.little_council import STAFF, THE_FIRST, LittleCouncil
from tests.programme.use_cases.moderating import (
    BY_MANAGERS,
    moderate,
    moderation_of,
    ruled,
    same,
)


async def submitted(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    little = ruled(drawn, BY_MANAGERS)
    return little, (await little.submitted())[0]


async def hand_on(
    little: LittleCouncil, audit: Audit, by: str = "gil", version: int = 1
) -> Moderation:
    command = HandOnModeration(little.council, await little.person(by), audit.id, version, "card")
    return await hand_on_moderation(command, work=little.work, now=THE_FIRST)


@pytest.mark.rule("WC-07")
async def test_whoever_cannot_be_impartial_hands_it_on(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    await little.settle("gil", MessageKind.MODERATION, audit.id, moderation_entity(audit.id))
    handed = await hand_on(little, audit)
    assert handed == await moderation_of(little, audit.id)
    assert (handed.moderator_id, handed.handed_on_by) == ("quinn", ("gil",))
    assert await little.readers(MessageKind.MODERATION) == ["gil", "gil", "quinn"]
    assert await little.behind() == {("gil", MessageKind.MODERATION)}
    event = (await little.events(audit.id))[-1]
    assert (event.who, event.verb, event.detail["to"]) == ("gil", "hand_on_moderation", "quinn")
    async with little.work(little.tenant_id) as w:
        pairs = [(audit.id, "gil"), (audit.id, "quinn")]
        views = await show_moderation(little.council, w, pairs, THE_FIRST.date())
    assert [views[pair].may_moderate for pair in pairs] == [False, True]
    await moderate(little, audit, same(audit), "quinn", version=2)


async def test_pressed_twice_it_goes_on_once(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    first = await hand_on(little, audit)
    before = await little.everything()
    assert await hand_on(little, audit) == first
    assert await little.everything() == before


async def test_it_stays_where_it_is_when_there_is_nobody_else(drawn: LittleCouncil) -> None:
    little, audit = await submitted(drawn)
    await little.take_staff(*(one for one in STAFF if one.id != "quinn"))
    before = await little.everything()
    with pytest.raises(CorrectAndRepeat, match="nobody else for this audit"):
        await hand_on(little, audit)
    assert await little.everything() == before


async def test_only_its_moderator_hands_it_on_and_only_before_it_is_moderated(
    drawn: LittleCouncil,
) -> None:
    little, audit = await submitted(drawn)
    with pytest.raises(AskSomeoneAllowed):
        await hand_on(little, audit, "gus")
    with pytest.raises(ShowAsItIsNow):
        await hand_on(little, audit, version=4)
    await moderate(little, audit, same(audit))
    with pytest.raises(ShowAsItIsNow):
        await hand_on(little, audit, version=2)

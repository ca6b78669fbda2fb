"""A period's audits are drawn for moderation once it is over (SW-05, WB-04)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from programme.message import MessageKind
from programme.moderation import Moderation
from programme.people import Role
from programme.rules.moderation import ModerationRule
from programme.rules.post import Post
from programme.use_cases.draw_moderations import draw_moderations
from tests.little_council import STAFF, LittleCouncil, person
from tests.programme.use_cases.moderating import NAMED, SHARE, keep, ruled

JANUARY_4 = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
"""Monday, the first working day of 2027, at the digest's hour."""
LEADS = ("ann", "ben", "cat", "dan", "eve")
SUE = person("Sue", Role.SERVICE_MANAGER, area="North")
PIA = person("Pia", Role.PRINCIPAL_SOCIAL_WORKER)


async def submitted(drawn: LittleCouncil, *rules: ModerationRule, months: int = 1) -> LittleCouncil:
    """All five audits of December submitted, in a council whose rounds are so many months long."""
    framework = drawn.council.framework
    rounds = (replace(framework.allocation, every_months=months),)
    council = replace(drawn.council, framework=replace(framework, rounds=rounds))
    little = ruled(replace(drawn, council=council), *rules)
    for number, lead in enumerate(LEADS):
        await little.submitted(lead=lead, now=datetime(2026, 12, 2 + number, 10, 0, tzinfo=UTC))
    assert await little.messages(MessageKind.MODERATION) == []
    return little


async def draw(little: LittleCouncil, now: datetime = JANUARY_4) -> int:
    return await draw_moderations(little.council, work=little.work, now=now)


async def asked(little: LittleCouncil) -> tuple[Moderation, ...]:
    async with little.work(little.tenant_id) as w:
        return await w.moderations.waiting()


@pytest.mark.rule("SW-05")
@pytest.mark.parametrize(("percent", "count"), [(1, 1), (20, 1), (21, 2), (100, 5)])
async def test_a_share_of_the_periods_audits_goes_to_the_qa_team(
    drawn: LittleCouncil, percent: int, count: int
) -> None:
    await keep(drawn, person("Quentin", Role.QA_OFFICER))
    little = await submitted(drawn, replace(SHARE, share_percent=percent))
    queued = await draw(little)
    moderations = await asked(little)
    moderators = [each.moderator_id for each in moderations]
    assert len(moderators) == count
    assert queued == len({*moderators})
    assert abs(moderators.count("quinn") - moderators.count("quentin")) <= 1
    assert {each.due for each in moderations} == {date(2027, 1, 18)}
    event = (await little.events("2026-12"))[-1]
    assert (event.verb, event.detail["drawn"], event.detail["audits"]) == (
        "draw_moderations",
        count,
        5,
    )
    assert isinstance(event.detail["seed"], int)


@pytest.mark.rule("WB-04")
async def test_each_named_moderator_gets_one_audit_of_the_last_two_months(
    drawn: LittleCouncil,
) -> None:
    await keep(drawn, SUE, PIA)
    little = await submitted(drawn, NAMED, months=2)
    assert await draw(little) == 2
    assert sorted(each.moderator_id for each in await asked(little)) == ["pia", "sue"]
    assert await little.readers(MessageKind.MODERATION) == ["pia", "sue"]


@pytest.mark.rule("WB-04")
async def test_the_qa_team_moderates_only_where_a_named_role_has_nobody(
    drawn: LittleCouncil,
) -> None:
    bounded = replace(NAMED, only_of=(Post(Role.SERVICE_MANAGER, ("Safeguarding",)),))
    await keep(drawn, SUE, PIA, person("Quentin", Role.QA_OFFICER))
    little = await submitted(drawn, bounded, months=2)
    assert await draw(little) == 3
    moderators = sorted(each.moderator_id for each in await asked(little))
    assert moderators in (["pia", "quentin"], ["pia", "quinn"])
    # Every QA officer hears that one of them stands in.
    assert await little.readers(MessageKind.MODERATION) == ["pia", "quentin", "quinn"]


@pytest.mark.rule("SW-05", "WB-04")
async def test_it_is_drawn_once_and_the_same_whenever_it_is_drawn(drawn: LittleCouncil) -> None:
    little = await submitted(drawn, SHARE)
    assert await draw(little, JANUARY_4 - timedelta(minutes=1)) == 0
    assert await draw(little, JANUARY_4 + timedelta(days=3)) == 1
    before = await little.everything()
    for days in (3, 4, 20):
        assert await draw(little, JANUARY_4 + timedelta(days=days)) == 0
    assert await little.everything() == before


async def test_a_draw_that_was_missed_is_made_up_on_a_working_day_in_hours(
    drawn: LittleCouncil,
) -> None:
    little = await submitted(drawn, SHARE)
    for now in (
        datetime(2027, 1, 9, 12, 0, tzinfo=UTC),
        datetime(2027, 1, 8, 18, 0, tzinfo=UTC),
        datetime(2027, 1, 8, 7, 0, tzinfo=UTC),
    ):
        assert await draw(little, now) == 0
    assert await draw(little, datetime(2027, 1, 11, 15, 0, tzinfo=UTC)) == 1


async def test_only_audits_submitted_in_the_period_and_of_the_rules_rounds_are_drawn(
    drawn: LittleCouncil,
) -> None:
    little = await submitted(drawn, SHARE)
    assert await draw(little, datetime(2027, 2, 1, 9, 0, tzinfo=UTC)) == 0
    assert await asked(little) == ()
    framework = little.council.framework
    rounds = (*framework.rounds, replace(framework.rounds[0], id="another"))
    council = replace(little.council, framework=replace(framework, rounds=rounds))
    other_round = ruled(replace(little, council=council), replace(SHARE, rounds=("another",)))
    assert await draw(other_round) == 0


async def test_an_audit_is_moderated_once_though_two_rules_draw(drawn: LittleCouncil) -> None:
    await keep(drawn, SUE, PIA)
    little = await submitted(drawn, replace(SHARE, share_percent=80), replace(NAMED, each=5))
    await draw(little)
    assert len({each.id for each in await asked(little)}) == 5


async def test_whoever_is_given_several_has_one_card_of_them_all(drawn: LittleCouncil) -> None:
    await keep(drawn, person("Quentin", Role.QA_OFFICER))
    little = await submitted(drawn, replace(SHARE, share_percent=60))  # three of five
    assert await draw(little) == 2
    (alone,) = await little.messages(MessageKind.MODERATION)
    (listed,) = await little.messages(MessageKind.MODERATIONS)
    assert {alone.person_id, listed.person_id} == {"quinn", "quentin"}
    assert listed.subject == listed.person_id
    given = [each.moderator_id for each in await asked(little)]
    assert given.count(listed.person_id) == 2


async def test_nothing_is_drawn_from_a_period_without_audits(drawn: LittleCouncil) -> None:
    await keep(drawn, *STAFF)
    assert await draw(ruled(drawn, SHARE, NAMED)) == 0

"""A month's theme changes after the draw: what nobody has begun follows it, and is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dialogs.table import LIVE
from programme.action import ProposedAction
from programme.audit import Audit
from programme.calendar import Month
from programme.draw import GapKind
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.people import Role
from programme.rules.duty import Focus, Theme
from programme.rules.round import Quota
from programme.shown import duty_entity, theme_entity
from programme.theme import MonthTheme
from programme.use_cases.announce_allocation import announce_allocation
from programme.use_cases.follow_theme import follow_themes
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.set_theme import SetTheme, set_theme
from tests.bot.chats import words_of
from tests.duty_rules import with_duties
from tests.little_council import (
    A_MINUTE,
    ADDED,
    CALENDAR,
    DECEMBER,
    DUE,
    MAIN_ALONE,
    THE_FIRST,
    LittleCouncil,
)
from tests.programme.use_cases.duty_council import drawn_by, looked_at, nine

RULES = with_duties(
    replace(MAIN_ALONE, rounds=(replace(MAIN_ALONE.allocation, themed=True),), themes=())
)
THEMED = replace(RULES, themes=(Theme(12, "Chronologies"),))
TODAY = THE_FIRST.date()


@pytest.fixture
async def themed(little: LittleCouncil) -> LittleCouncil:
    """The council whose audits and dip samples of December are about chronologies."""
    return replace(little, council=replace(little.council, framework=THEMED))


async def _set(
    little: LittleCouncil,
    title: str,
    *,
    version: int = 0,
    month: Month = DECEMBER,
    by: str = "quinn",
) -> MonthTheme:
    who = await little.person(by)
    command = SetTheme(little.council, who, month, title, version, "card")
    return await set_theme(command, work=little.work, now=THE_FIRST)


async def _begin(little: LittleCouncil, lead: str) -> Audit:
    audit, by = await little.audit_led_by(lead), await little.person(lead)
    command = SaveAuditDraft(
        little.council,
        by,
        audit.id,
        lambda record: replace(
            record, actions=(ProposedAction("Update the chronology.", "Ash", DUE),)
        ),
        "dialog",
    )
    return await save_audit_draft(command, work=little.work, now=THE_FIRST)


async def _card(little: LittleCouncil, kind: MessageKind, reader: str) -> str:
    asked = (reader, str(DECEMBER))
    async with little.work(little.tenant_id) as w:
        drawn = await LIVE[kind].draw(little.council, w, [asked], TODAY)
    return words_of(drawn[asked].card) if drawn else ""


@pytest.mark.rule("BD-01")
@pytest.mark.rule("KT-04")
async def test_a_theme_that_is_set_before_the_draw_is_the_draw_s(themed: LittleCouncil) -> None:
    await _set(themed, "Supervision")
    drawn = await themed.draw(now=ADDED)
    assert drawn.draw.theme == "Supervision"
    assert {audit.theme for audit in await themed.audits()} == {"Supervision"}


async def test_audits_that_nobody_has_begun_follow_a_theme_that_changes_after_the_draw(
    themed: LittleCouncil,
) -> None:
    await themed.draw(now=ADDED)
    begun = await _begin(themed, "ann")
    await _set(themed, "Supervision")
    for audit in await themed.audits():
        events = [event.verb for event in await themed.events(audit.id)]
        if audit.id == begun.id:
            assert (audit.theme, audit.version) == ("Chronologies", begun.version)
            assert "follow_theme" not in events
        else:
            assert audit.theme == "Supervision"
            assert audit.why[-1] == (
                "The theme is Supervision since Tuesday 1 December 2026; the case was drawn before "
                "that, and stays."
            )
            assert "follow_theme" in events
    event = (await themed.events(str(DECEMBER)))[-1]
    assert (event.verb, event.who) == ("set_theme", "quinn")


async def test_auditors_are_told_once_and_who_still_waits_for_the_card_gets_it_as_it_is(
    themed: LittleCouncil,
) -> None:
    await themed.draw(now=ADDED)
    await _set(themed, "Supervision")
    assert await themed.messages(MessageKind.ALLOCATION) == []
    await announce_allocation(themed.council, themed.period(), work=themed.work, now=THE_FIRST)
    announced = await themed.messages(MessageKind.ALLOCATION)
    await _set(themed, "Plans with dates", version=1)
    assert await themed.messages(MessageKind.ALLOCATION) == announced
    assert "Theme: Plans with dates" in await _card(themed, MessageKind.ALLOCATION, "ann")


async def test_who_has_their_card_already_hears_of_the_new_theme(themed: LittleCouncil) -> None:
    await themed.draw(now=ADDED)
    ann = await themed.audit_led_by("ann")
    await themed.settle("ann", MessageKind.ALLOCATION, str(DECEMBER), f"audit:{ann.id}")
    await _set(themed, "Supervision")
    told = await themed.readers(MessageKind.ALLOCATION)
    assert told.count("ann") == 2  # what was settled above, and the news
    assert ("ann", MessageKind.ALLOCATION) in await themed.behind()
    again = await themed.messages()
    await _set(themed, "Supervision", version=1)
    assert await themed.messages() == again


@pytest.mark.rule("SW-03")
async def test_dip_samples_that_nobody_has_begun_follow_and_others_keep_theirs(
    themed: LittleCouncil,
) -> None:
    fresh = await drawn_by(themed, "ann", record="1" * 32)
    begun = await drawn_by(themed, "ben", record="2" * 32)
    begun = await looked_at(themed, begun, begun.cases[0].reference)
    await themed.settle("ann", MessageKind.DUTIES, str(DECEMBER), duty_entity("ann"))
    await _set(themed, "Supervision")
    async with themed.work(themed.tenant_id) as w:
        samples = {each.id: each.theme for each in await w.dip_samples.of_month(DECEMBER)}
    assert samples == {fresh.id: "Supervision", begun.id: "Chronologies"}
    assert await themed.readers(MessageKind.THEME) == ["ann"]
    assert "Supervision" in await _card(themed, MessageKind.THEME, "ann")
    assert "Set the theme" not in await _card(themed, MessageKind.THEME, "ann")
    assert ("ann", MessageKind.DUTIES) in await themed.behind()
    later = await drawn_by(themed, "cat", record="3" * 32)
    assert later.theme == "Supervision"


async def test_the_qa_officer_sees_what_followed_and_what_kept_its_own(
    themed: LittleCouncil,
) -> None:
    await themed.draw(now=ADDED)
    begun = await _begin(themed, "ann")
    await themed.settle("quinn", MessageKind.THEME, str(DECEMBER), theme_entity(str(DECEMBER)))
    await _set(themed, "Supervision")
    told = await _card(themed, MessageKind.THEME, "quinn")
    audits = len(await themed.audits())
    assert f"{audits - 1} audits and 0 dip samples of the month have it." in told
    assert f"{begun.case_reference}: Chronologies" in told
    assert "Set by Quinn on Tuesday 1 December 2026." in told
    assert ("quinn", MessageKind.THEME) in await themed.behind()
    assert await _card(themed, MessageKind.THEME, "gil") == ""


async def test_a_new_version_s_theme_is_followed_on_the_next_working_day(
    little: LittleCouncil,
) -> None:
    january = Month(2027, 1)
    first = replace(RULES, version="1", themes=(Theme(1, "Chronologies"),))
    later = replace(
        RULES, version="2", holds_from=date(2027, 1, 1), themes=(Theme(1, "Supervision"),)
    )
    before = replace(little, council=replace(little.council, framework=first))
    await before.draw(january, now=ADDED)
    after = replace(before, council=replace(before.council, versions=(first, later)))
    await follow_themes(after.council, work=little.work, now=nine(TODAY))
    assert {audit.theme for audit in await after.audits(january)} == {"Supervision"}
    assert {audit.framework_version for audit in await after.audits(january)} == {"1"}
    kept = await after.audits(january)
    await follow_themes(after.council, work=little.work, now=nine(TODAY + timedelta(days=1)))
    assert await after.audits(january) == kept


@pytest.mark.parametrize(
    ("title", "month", "told"),
    [
        ("", DECEMBER, "line here"),
        ("*Plans*", DECEMBER, "plain punctuation"),
        ("x" * 121, DECEMBER, "120"),
        ("Plans of a child born 01/02/2015", DECEMBER, "date of birth"),
        ("Plans", Month(2026, 11), "is over"),
        ("Plans", Month(2028, 1), "12 months away"),
    ],
)
async def test_what_can_t_be_a_theme_is_refused_and_nothing_changes(
    themed: LittleCouncil, title: str, month: Month, told: str
) -> None:
    await themed.draw(now=ADDED)
    before = await themed.everything()
    with pytest.raises(CorrectAndRepeat) as refused:
        await _set(themed, title, month=month)
    assert told in refused.value.problems["title"]
    assert await themed.everything() == before


async def test_only_qa_officers_set_it_where_something_is_themed_and_nobody_overlooks_another(
    themed: LittleCouncil, little: LittleCouncil
) -> None:
    with pytest.raises(AskSomeoneAllowed):
        await _set(themed, "Supervision", by="gil")
    bare = replace(little, council=replace(little.council, framework=MAIN_ALONE))
    with pytest.raises(LookElsewhere, match="neither themed audits nor dip samples"):
        await _set(bare, "Supervision")
    await _set(themed, "Supervision")
    with pytest.raises(ShowAsItIsNow):
        await _set(themed, "Plans", version=0)
    assert (await _set(themed, "Plans", version=1)).version == 2


async def test_nobody_is_told_of_a_theme_in_the_night(themed: LittleCouncil) -> None:
    await drawn_by(themed, "ann")
    who = await themed.person("quinn")
    command = SetTheme(themed.council, who, DECEMBER, "Supervision", 0, "card")
    night = THE_FIRST + timedelta(hours=13)
    await set_theme(command, work=themed.work, now=night + A_MINUTE)
    (message,) = await themed.messages(MessageKind.THEME)
    hours = themed.council.framework.hours
    assert message.not_before == CALENDAR.at(date(2026, 12, 2), hours.opens)


@pytest.mark.rule("BD-01")
async def test_the_draw_begins_with_the_cases_that_the_set_theme_is_about(
    little: LittleCouncil,
) -> None:
    asking = replace(
        MAIN_ALONE.allocation,
        themed=True,
        auditors="people_of_roles",
        cases="any",
        peer=None,
        quotas=(Quota(Role.TEAM_MANAGER),),
    )
    framework = replace(RULES, rounds=(asking,))
    council = replace(little, council=replace(little.council, framework=framework))
    who = await council.person("quinn")
    about = Focus(("referral",), ("South",))

    async def set_to(focus: Focus, version: int = 0) -> MonthTheme:
        command = SetTheme(council.council, who, DECEMBER, "Front door", version, "card", focus)
        return await set_theme(command, work=council.work, now=ADDED)

    for wrong, field in (
        (Focus(("nonsense",)), "cohorts"),
        (Focus((), ("Nowhere",)), "service_areas"),
    ):
        with pytest.raises(CorrectAndRepeat) as refused:
            await set_to(wrong)
        assert set(refused.value.problems) == {field}
    await set_to(Focus(("referral",)))
    theme = await set_to(about, version=1)
    assert (theme.focus, await set_to(about, version=1)) == (about, theme)
    assert "Cases drawn first: referral · South." in await _card(
        council, MessageKind.THEME, "quinn"
    )
    draw = (await council.draw(now=ADDED)).draw
    of_it = {"CF-32", "CF-42"}
    assert of_it < {pairing.case_reference for pairing in draw.pairings}
    assert GapKind.THEME_SHORT in {gap.kind for gap in draw.gaps}


async def test_where_nothing_is_drawn_by_a_theme_it_names_no_cases(themed: LittleCouncil) -> None:
    who = await themed.person("quinn")
    about = Focus(("referral",))
    command = SetTheme(themed.council, who, DECEMBER, "Front door", 0, "card", about)
    with pytest.raises(CorrectAndRepeat):
        await set_theme(command, work=themed.work, now=ADDED)
    assert "Draw the cases" not in await _card(themed, MessageKind.THEME, "quinn")

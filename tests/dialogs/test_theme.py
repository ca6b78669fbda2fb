"""A QA officer sets a theme, and which cases it is about, from its card."""

from dataclasses import replace
from typing import Any

import pytest

from dialogs.conversation import ShowLive
from dialogs.table import VERBS
from dialogs.theme import SET
from programme.message import MessageKind
from programme.people import Role
from programme.rules.duty import Focus, Theme
from programme.rules.round import Quota
from storage.engine import Engine
from tests.bot.chats import buttons, words_of
from tests.cards.house import nodes
from tests.dialogs.turns import send, shown
from tests.follow_up import turn, with_rules
from tests.little_council import ADDED, DECEMBER, MAIN_ALONE, LittleCouncil, little_council

ASKING = replace(
    MAIN_ALONE.allocation,
    themed=True,
    auditors="people_of_roles",
    cases="any",
    peer=None,
    quotas=(Quota(Role.TEAM_MANAGER),),
)


def asking_alone(engine: Engine) -> LittleCouncil:
    """A council with that round and nothing else."""
    return with_rules(little_council(engine), rounds=(ASKING,), moderation=(), loop_check=None)


@pytest.fixture
async def office(engine: Engine) -> LittleCouncil:
    """A council whose only round is drawn by the month's theme."""
    council = with_rules(asking_alone(engine), themes=())
    await council.fill()
    return council


async def _set(office: LittleCouncil, **fields: str) -> ShowLive:
    pressed = {"verb": SET, "month": str(DECEMBER), "version": 0, "title": "Front door", **fields}
    shown = await VERBS[SET].press(pressed, await turn(office, "quinn"))
    assert isinstance(shown, ShowLive)
    return shown


async def _focus(office: LittleCouncil) -> Focus | None:
    async with office.work(office.tenant_id) as w:
        theme = (await w.themes.all()).get(DECEMBER)
    return theme.focus if theme else None


@pytest.mark.rule("BD-01")
async def test_the_ticked_lists_and_the_area_are_what_the_theme_is_about(
    office: LittleCouncil,
) -> None:
    await _set(office, cohorts="referral,child_protection", service_areas="South")
    assert await _focus(office) == Focus(("referral", "child_protection"), ("South",))


@pytest.mark.rule("BD-01")
async def test_without_ticks_it_is_about_every_case(office: LittleCouncil) -> None:
    await _set(office, service_areas="")
    focus = await _focus(office)
    assert focus is not None
    assert not focus.steers


async def test_cases_that_are_not_there_come_back_with_what_was_typed(
    office: LittleCouncil,
) -> None:
    shown = await _set(office, cohorts="nonsense", service_areas="South")
    assert shown.typed is not None
    assert set(shown.typed.problems) == {"cohorts"}
    assert shown.typed.values == {
        "title": "Front door",
        "cohorts": "nonsense",
        "service_areas": "South",
    }
    assert await _focus(office) is None


@pytest.mark.rule("SW-03", "BD-01", "KT-04")
async def test_a_theme_that_somebody_else_set_meanwhile_takes_nothing_that_was_typed(
    office: LittleCouncil,
) -> None:
    first = {"verb": SET, "month": str(DECEMBER), "version": 0, "title": "Supervision"}
    done = await send(office, "quinn", first, ADDED)
    assert isinstance(done, ShowLive)
    assert str(done.notice).startswith("The theme is set")
    stale = await send(office, "quinn", {**first, "title": "Visits"}, ADDED)
    assert isinstance(stale, ShowLive)
    assert stale.notice is None
    card = await shown(office, "quinn", stale)
    assert "Somebody else has set this theme since" in words_of(card)
    assert "**Supervision**" in words_of(card)
    (field,) = [node for node in nodes(card) if node.get("id") == "title"]
    assert field["value"] == "Visits"


async def _form(office: LittleCouncil) -> dict[str, Any]:
    """What the form sends when nothing in it is touched."""
    card = await shown(office, "quinn", ShowLive(MessageKind.THEME, str(DECEMBER)))
    (pressed,) = [data for action, data in buttons(card) if action["title"] == "Set the theme"]
    fields = [node for node in nodes(card) if str(node.get("type", "")).startswith("Input.")]
    return {**pressed, **{str(field["id"]): field.get("value", "") for field in fields}}


@pytest.mark.rule("BD-01")
async def test_another_wording_alone_keeps_the_cases_that_the_theme_is_about(
    office: LittleCouncil,
) -> None:
    await _set(office, cohorts="referral,child_protection", service_areas="North,South")
    about = Focus(("referral", "child_protection"), ("North", "South"))
    assert await _focus(office) == about
    again = await send(office, "quinn", {**await _form(office), "title": "The front door"}, ADDED)
    assert isinstance(again, ShowLive)
    assert again.typed is None
    assert await _focus(office) == about


@pytest.mark.rule("BD-01")
async def test_another_wording_of_the_framework_s_own_theme_keeps_its_cases(
    engine: Engine,
) -> None:
    own = Theme(12, "Disabled children", service_areas=("Disabled Children, West", "Elsewhere"))
    office = with_rules(asking_alone(engine), themes=(own,))
    await office.fill()
    await send(office, "quinn", {**await _form(office), "title": "Short breaks"}, ADDED)
    assert await _focus(office) == own.focus


@pytest.mark.rule("BD-01")
async def test_a_theme_may_be_about_cases_of_which_none_is_open_just_now(
    office: LittleCouncil,
) -> None:
    done = await _set(office, cohorts="care_leaver")
    assert done.typed is None
    assert await _focus(office) == Focus(("care_leaver",))
    card = await shown(office, "quinn", done)
    assert "Care leaver (no open case just now)" in words_of(card)

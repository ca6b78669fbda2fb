"""A QA officer draws and looks at rounds from chat, where the council has several."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.solver import ScipySolver
from dialogs import words
from dialogs.conversation import Answer, Say, ShowCard, ShowLive, Turn
from dialogs.live_card import After
from dialogs.table import LIVE, VERBS
from programme.errors import AskSomeoneAllowed
from programme.message import MessageKind
from programme.rules.duty import Theme
from storage.engine import Engine
from tests.little_council import (
    ADDED,
    DECEMBER,
    FRAMEWORK,
    MAIN,
    THE_FIRST,
    LittleCouncil,
    little_council,
)

QUARTERLY = replace(
    FRAMEWORK.allocation,
    id="quarterly",
    title="Targeted audits",
    every_months=3,
    peer=None,
    themed=True,
)
JANUARY = DECEMBER.plus(1)


@pytest.fixture
async def several(engine: Engine) -> LittleCouncil:
    """The little council with a themed quarterly round beside the main one."""
    rounds, themes = (FRAMEWORK.allocation, QUARTERLY), (Theme(1, "Chronologies"),)
    council = little_council(engine, framework=replace(FRAMEWORK, rounds=rounds, themes=themes))
    await council.fill()
    return council


async def _turn(council: LittleCouncil) -> Turn:
    quinn = await council.person("quinn")
    return Turn(council.council, quinn, "typed", "k", ADDED, council.work, lambda: 7, ScipySolver())


async def _press(council: LittleCouncil, verb: str, **data: object) -> Answer:
    return await VERBS[verb].press({"verb": verb, **data}, await _turn(council))


def _told(answer: Answer) -> str:
    assert isinstance(answer, ShowCard)
    return json.dumps(answer.card, ensure_ascii=False)


async def test_a_month_in_which_several_rounds_begin_asks_which(several: LittleCouncil) -> None:
    told = _told(await words.say("draw january", await _turn(several)))
    assert f"Draw {FRAMEWORK.allocation.title}" in told
    assert "Draw Targeted audits" in told
    assert '"round_id": "quarterly"' in told


async def test_a_month_in_which_one_begins_previews_it_and_names_it(
    several: LittleCouncil,
) -> None:
    told = _told(await words.say("draw december", await _turn(several)))
    assert "Draw for December 2026" in told
    assert f"**{FRAMEWORK.allocation.title}**" in told


async def test_a_round_is_drawn_from_its_own_button_with_its_theme(
    several: LittleCouncil,
) -> None:
    data = {"month": "2027-01", "round_id": "quarterly"}
    preview = _told(await _press(several, "allocation.preview", again=True, seed=3, **data))
    assert "Draw for January to March 2027" in preview
    assert "**Targeted audits** · Theme: Chronologies" in preview
    fingerprint = preview.split('"fingerprint": "')[1].split('"')[0]
    await _press(several, "allocation.confirm", seed=3, fingerprint=fingerprint, **data)
    audits = await several.audits(JANUARY)
    assert {(audit.round_id, audit.theme) for audit in audits} == {("quarterly", "Chronologies")}


async def test_the_auditors_card_names_the_round_and_the_theme(several: LittleCouncil) -> None:
    await several.draw(JANUARY, of="quarterly")
    live = LIVE[MessageKind.ALLOCATION]
    asked = ("ann", "quarterly/2027-01")
    async with several.work(several.tenant_id) as w:
        views = await live.load(several.council, w, [asked], ADDED.date())
    told = json.dumps(live.drawn(views[asked], After()).card, ensure_ascii=False)
    assert "Your audits for January to March 2027" in told
    assert "**Targeted audits** · Theme: Chronologies" in told


async def test_a_card_of_a_round_that_is_no_more_is_left_out_and_spoils_no_other(
    several: LittleCouncil,
) -> None:
    await several.draw()
    live = LIVE[MessageKind.ALLOCATION]
    asked = [("ann", "gone/2026-12"), ("ann", "2026-12")]
    async with several.work(several.tenant_id) as w:
        views = await live.load(several.council, w, asked, THE_FIRST.date())
    assert list(views) == [("ann", "2026-12")]


@pytest.fixture
async def apart(several: LittleCouncil) -> LittleCouncil:
    """A council whose main round lasts half a year, so that the quarterly has its own cards."""
    rounds = (replace(FRAMEWORK.allocation, every_months=6), QUARTERLY)
    return little_council(several.engine, framework=replace(FRAMEWORK, rounds=rounds))


async def test_the_programme_is_one_card_with_every_round_on_it(several: LittleCouncil) -> None:
    await several.draw()
    shown = await words.say("programme", replace(await _turn(several), now=THE_FIRST))
    assert shown == ShowLive(MessageKind.ROUND, "2026-12")
    told, shows = await _live(several, MessageKind.ROUND, "2026-12")
    assert "**Targeted audits** · October to December 2026" in told
    assert "Nothing is drawn yet" in told
    assert '"round_id": "quarterly"' in told
    assert {"allocation:2026-12", "allocation:quarterly/2026-10"} <= shows
    await several.draw(of="quarterly")
    told, _ = await _live(several, MessageKind.ROUND, "2026-12")
    assert "Nothing is drawn yet" not in told
    assert "Audits: 0 of 5 submitted" in told


async def test_the_warning_tells_of_every_round_that_begins_and_draws_it(
    several: LittleCouncil,
) -> None:
    told, _ = await _live(several, MessageKind.BEFORE_THE_FIRST, "2027-01")
    assert f"Draw {FRAMEWORK.allocation.title}" in told
    assert "Draw Targeted audits" in told
    december, _ = await _live(several, MessageKind.BEFORE_THE_FIRST, "2026-12")
    assert "Targeted audits" not in december


async def test_a_round_of_which_nothing_is_drawn_counts_nothing_and_is_drawn_from_its_card(
    several: LittleCouncil,
) -> None:
    told, _ = await _live(several, MessageKind.ROUND, "2027-01")
    assert "0 of 0" not in told
    assert f"Draw {FRAMEWORK.allocation.title}" in told
    assert "Who " not in told
    await several.draw(JANUARY)
    drawn, _ = await _live(several, MessageKind.ROUND, "2027-01")
    assert "Audits submitted" in drawn
    assert "Who " not in drawn, "nobody has been sent a card yet"


async def test_the_warning_is_over_once_the_day_has_come(several: LittleCouncil) -> None:
    first = date(2027, 1, 1)
    for day, title, asks in ((first - timedelta(1), "is near", True), (first, "has begun", False)):
        told, to_do = await _asked(several, "2027-01", day)
        assert f"January 2027 {title}" in told
        assert f"Draw {FRAMEWORK.allocation.title}" in told
        assert to_do is asks
    await several.draw(JANUARY)
    told, to_do = await _asked(several, "2027-01", first)
    assert "will hear" not in told
    assert to_do, "nobody else asks for the rounds beside it"


async def _asked(council: LittleCouncil, subject: str, day: date) -> tuple[str, bool]:
    """The warning before the 1st as it reads on `day`, and whether it asks for something."""
    async with council.work(council.tenant_id) as w:
        of = [("quinn", subject)]
        drawn = await LIVE[MessageKind.BEFORE_THE_FIRST].draw(council.council, w, of, day)
    one = drawn["quinn", subject]
    return json.dumps(one.card, ensure_ascii=False), one.to_do is not None


async def test_what_was_not_drawn_is_told_of_every_round(several: LittleCouncil) -> None:
    told, _ = await _live(several, MessageKind.NOT_DRAWN, "2026-12")
    assert "**Targeted audits** · October to December 2026" in told
    await several.draw(of="quarterly")
    told, _ = await _live(several, MessageKind.NOT_DRAWN, "2026-12")
    assert "Targeted audits" not in told


async def _live(council: LittleCouncil, kind: MessageKind, subject: str) -> tuple[str, set[str]]:
    """A live card as the QA officer reads it, and what it shows."""
    async with council.work(council.tenant_id) as w:
        drawn = await LIVE[kind].draw(council.council, w, [("quinn", subject)], THE_FIRST.date())
    one = drawn["quinn", subject]
    return json.dumps(one.card, ensure_ascii=False), set(one.shows)


async def test_the_programme_of_a_round_that_stands_apart_is_a_press_away(
    apart: LittleCouncil,
) -> None:
    told = _told(await words.say("programme", await _turn(apart)))
    assert '"subject": "quarterly/2026-10"' in told
    shown = await _press(apart, "programme.show", kind="round", subject="quarterly/2026-10")
    assert shown == ShowLive(MessageKind.ROUND, "quarterly/2026-10")


async def test_reach_shows_the_main_rounds_card_or_asks_which(
    several: LittleCouncil, apart: LittleCouncil
) -> None:
    before = replace(await _turn(several), now=THE_FIRST)
    assert await words.say("reach", before) == ShowLive(MessageKind.BEFORE_THE_FIRST, "2027-01")
    before = replace(await _turn(apart), now=THE_FIRST)
    assert "quarterly/2027-01" in _told(await words.say("reach", before))


async def test_the_warning_names_the_day_on_which_the_auditors_hear(
    several: LittleCouncil,
) -> None:
    framework = several.council.framework
    after = replace(framework.allocation, falls_on="next_working_day")
    later = replace(framework, rounds=(after, *framework.rounds[1:]))
    monday = replace(several, council=replace(several.council, framework=later))
    for council, day in ((several, "Friday 1 January 2027"), (monday, "Monday 4 January 2027")):
        told, _ = await _live(council, MessageKind.BEFORE_THE_FIRST, str(JANUARY))
        assert f"nobody hears anything on {day}" in told
    await several.draw(JANUARY)
    told, _ = await _live(monday, MessageKind.BEFORE_THE_FIRST, str(JANUARY))
    assert "will hear of them on Monday 4 January 2027." in told


async def test_a_draw_asks_only_of_the_rounds_that_are_left(several: LittleCouncil) -> None:
    turn = await _turn(several)
    await several.draw(JANUARY)
    assert "Draw for January to March 2027" in _told(await words.say("draw january", turn))
    await several.draw(JANUARY, of="quarterly")
    assert "are already allocated" in _told(await words.say("draw january", turn))


async def test_nobody_else_learns_which_rounds_there_are(several: LittleCouncil) -> None:
    turn = replace(await _turn(several), person=await several.person("ann"))
    with pytest.raises(AskSomeoneAllowed):
        await words.say("draw january", turn)


async def test_a_month_in_which_no_round_begins_is_said(several: LittleCouncil) -> None:
    rules = replace(several.council.framework, rounds=(replace(QUARTERLY, id=MAIN),))
    turn = await _turn(little_council(several.engine, framework=rules))
    answer = await words.say("draw december", turn)
    assert isinstance(answer, Say)
    assert "No round begins in December 2026" in answer.words

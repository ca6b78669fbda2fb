"""Choosing who does an audit that is asked for, in a service area of very many managers."""

from dataclasses import replace

import pytest

from dialogs.ask_for_audit_pages import MOST_CHOICES, TITLE
from dialogs.conversation import Answer, ClosePage, OpenPage
from dialogs.kit import Card
from dialogs.table import VERBS
from programme.people import Role
from storage.engine import Engine
from tests.bot.chats import buttons, problems_in, words_of
from tests.follow_up import COMMISSION, add_people, turn, with_rules
from tests.little_council import ADDED, LittleCouncil, little_council, person

MANY = [
    replace(
        person(f"M{number}", Role.TEAM_MANAGER, team="Ash", area="North"),
        name=f"Manager {number:03d}",
    )
    for number in range(90)
]
TWINS = [
    replace(person(f"Z{n}", Role.TEAM_MANAGER, team="Ash", area="North"), name=f"Zoe Twin {n}")
    for n in (1, 2)
]


@pytest.fixture
async def office(engine: Engine) -> LittleCouncil:
    made = little_council(engine)
    await made.fill()
    await made.draw(now=ADDED)
    await add_people(made, *MANY, *TWINS)
    return with_rules(made, commissions=(COMMISSION,))


async def _page(office: LittleCouncil) -> Card:
    case = {"commission": "targeted", "topic": "Visits", "reference": "CF-11", "step": 1}
    opened = await _press(office, {"verb": "commission.choose", **case})
    assert isinstance(opened, OpenPage)
    return opened.card


async def _press(office: LittleCouncil, data: dict[str, object]) -> Answer:
    return await VERBS[str(data["verb"])].press(data, await turn(office, "gil"))


async def _ask(office: LittleCouncil, page: Card, **typed: str) -> Answer:
    (data,) = (data for action, data in buttons(page) if action["title"] == TITLE)
    return await _press(office, {**data, **typed})


@pytest.mark.rule("WC-14")
async def test_whoever_isnt_listed_is_asked_by_name(office: LittleCouncil) -> None:
    page = await _page(office)
    assert f"{MOST_CHOICES} of the" in words_of(page)
    assert "Manager 089" not in words_of(page)
    assert isinstance(await _ask(office, page, name=" manager  089 "), ClosePage)
    async with office.work(office.tenant_id) as w:
        (asked,) = [a for a in await w.audits.of_case("CF-11") if not a.round_id]
    assert asked.lead_id == "m89"


@pytest.mark.rule("WC-14")
async def test_a_name_of_several_is_asked_about_and_one_of_nobody_said(
    office: LittleCouncil,
) -> None:
    page = await _page(office)
    nobody = await _ask(office, page, name="Nobody")
    assert isinstance(nobody, OpenPage)
    assert problems_in(nobody.card)[0].startswith("⚠ Nobody of this name could do it")
    several = await _ask(office, page, name="zoe")
    assert isinstance(several, OpenPage)
    assert "Several have this name" in problems_in(several.card)[0]
    assert "Zoe Twin 1" in words_of(several.card)
    assert "Manager 000" not in words_of(several.card)
    (data,) = (data for action, data in buttons(several.card) if action["title"] == TITLE)
    assert (data["name"], data["auditor"]) == ("zoe", "")
    assert isinstance(await _ask(office, several.card, auditor="z2"), ClosePage)

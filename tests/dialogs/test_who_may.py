"""Who may do what: every verb as every role, as somebody it isn't for, and of another council."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from dialogs.table import VERBS
from programme.errors import AskSomeoneAllowed
from programme.people import MAY, Role
from tests.dialogs.live_scene import THE_18TH, Submitted
from tests.dialogs.presses_of_a_scene import Press, presses_of
from tests.dialogs.turns import send, turn
from tests.little_council import LittleCouncil, little_council, person

TABLE = Path(__file__).with_name("who_may.txt")
ELSEWHERE = "West"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
ONE_S_OWN = {
    "dip.draw": "draws a sample of one's own cases",
    "observation.record": "records one's own observation",
    "practice_day.record": "records one's own day",
}
"""Verbs by which whoever has the right records something of their own; why it changes something."""
OF_THE_WHOLE_COUNCIL = {
    ("dispute.show", Role.ASSISTANT_DIRECTOR): "a level that the dispute can climb to",
    ("dispute.show", Role.DIRECTOR): "the last level of every dispute",
    ("outcome.use_as_example", Role.PRINCIPAL_SOCIAL_WORKER): "every good audit is offered to them",
}
"""What concerns a role wherever in the council it is held, and why."""


@pytest.fixture
async def presses(scene: Submitted) -> Mapping[str, Press]:
    return await presses_of(scene)


def _someone(role: Role) -> str:
    return f"someone_{role.value}"


async def _take_on(little: LittleCouncil, *roles: Role) -> None:
    """One of each role, of a service area that has nothing to do with what is open."""
    async with little.work(little.tenant_id) as w:
        await w.people.save(
            [
                replace(person(_someone(role), role, area=ELSEWHERE), id=_someone(role))
                for role in roles
            ]
        )
        await w.commit()


async def test_a_role_without_the_right_is_told_who_has_it_and_changes_nothing(
    scene: Submitted,
) -> None:
    little = scene.little
    await _take_on(little, *Role)
    before = await little.everything()
    refused = 0
    for name, verb in VERBS.items():
        for role in (role for role in Role if role not in MAY[verb.needs]):
            with pytest.raises(AskSomeoneAllowed, match="please ask one of"):
                await verb.press({"verb": name}, await turn(little, _someone(role), "card"))
            refused += 1
    assert await little.everything() == before
    assert refused > len(VERBS)


async def test_whose_it_is_not_changes_nothing_whatever_the_role(
    scene: Submitted, presses: Mapping[str, Press]
) -> None:
    little = scene.little
    others = [role for role in Role if role is not Role.QA_OFFICER]
    await _take_on(little, *others)
    before = await little.everything()
    changed = []
    for name, press in presses.items():
        for role in others:
            theirs = name in ONE_S_OWN or (name, role) in OF_THE_WHOLE_COUNCIL
            if role in MAY[VERBS[name].needs] and not theirs:
                await send(little, _someone(role), press.data, THE_18TH)
                if await little.everything() != before:
                    changed.append((name, role))
                    before = await little.everything()
    assert not changed, changed


async def test_another_council_changes_nothing_here(
    scene: Submitted, presses: Mapping[str, Press]
) -> None:
    here = scene.little
    there = little_council(here.engine, OTHER_TENANT, here.council.framework)
    await there.fill()
    await _take_on(there, *Role)
    before = await here.everything()
    for name, press in presses.items():
        for role in MAY[VERBS[name].needs]:
            await send(there, _someone(role), press.data, THE_18TH)
            assert await here.everything() == before, (name, role)


def test_every_verb_is_pressed(presses: Mapping[str, Press]) -> None:
    assert set(presses) == set(VERBS)


def test_the_table_of_role_and_verb() -> None:
    lines = ["What each role may do, so far as the council's framework asks it of them", ""]
    for name, verb in sorted(VERBS.items()):
        roles = MAY[verb.needs]
        who = "everybody" if roles == frozenset(Role) else ", ".join(sorted(r.words for r in roles))
        lines.append(f"{name}: {who}")
    told = "\n".join(lines) + "\n"
    if os.environ.get("SIGHTLINE_UPDATE_GOLDEN"):
        TABLE.write_text(told, encoding="utf-8")
    assert told == TABLE.read_text(encoding="utf-8")

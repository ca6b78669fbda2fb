"""Fifty press at once, and Teams sends the same press twice: one effect, and everybody is told the
truth."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from programme.action import ActionState
from programme.people import Person, Role
from storage.engine import Engine
from tests.dialogs.live_scene import Submitted, set_scene
from tests.little_council import TENANT, LittleCouncil, person
from tests.security.soaking import Restorable
from tests.security.stage import Answer, Json, Stage, on_stage, people_of
from tests.security.two_councils import TwoCouncils, two_councils

FIFTY = 50
NOTE = "The plan has dates now."


@pytest.fixture
async def scene(engine: Engine) -> Submitted:
    """Ash has fifty assistants beside Ann, any of whom may complete its action."""
    scene = await set_scene(engine)
    async with scene.little.work(TENANT) as w:
        await w.people.save([assistant(number) for number in range(FIFTY)])
        await w.commit()
    return scene


def assistant(number: int) -> Person:
    name = f"Assistant{number}"
    return replace(
        person(name, Role.ASSISTANT_TEAM_MANAGER, team="Ash", area="North"), id=name.lower()
    )


@pytest.fixture
async def stage(url: str, scene: Submitted) -> AsyncIterator[Stage]:
    async with on_stage(url, scene.little) as there:
        await there.meet(TENANT, await people_of(scene.little))
        yield there


def completing(scene: Submitted) -> Json:
    action = scene.action
    return {
        "verb": "action.complete",
        "kind": "actions",
        "subject": action.audit_id,
        "action": f"{action.id}/{action.version}",
        "complete_note": NOTE,
    }


def words_in(answer: Answer) -> str:
    """What a press was told: a sentence, or all of a card's."""
    assert answer.status == 200
    return str(answer.json["value"])


async def test_of_fifty_who_press_at_once_one_completes_it_and_all_are_shown_who(
    stage: Stage, scene: Submitted
) -> None:
    who = [stage.who(assistant(number).id, TENANT) for number in range(FIFTY)]
    data = completing(scene)

    answers = await asyncio.gather(*(stage.execute(each, data) for each in who))
    await stage.delivered(TENANT)

    kept = await scene.little.action(scene.action.id)
    assert kept.state is ActionState.COMPLETED
    assert kept.version == scene.action.version + 1
    events = await scene.little.events(scene.action.id)
    (done,) = [event for event in events if event.verb == "complete_action"]
    by = await scene.little.person(done.who)
    told = [words_in(answer) for answer in answers]
    assert [by.name in each for each in told] == [True] * FIFTY
    assert all("ompleted" in each for each in told)

    # Teams sends a press again whose answer took long.
    press = stage.pressing(stage.who(done.who, TENANT), data)
    for answer in await asyncio.gather(stage.post(press), stage.post(press)):
        assert by.name in words_in(answer)
    assert len(await scene.little.events(scene.action.id)) == len(events)


async def counts(little: LittleCouncil) -> Mapping[str, int]:
    """How many rows there are of the council's, by table."""
    return {table: len(rows) for table, rows in (await little.everything()).items()}


async def pressed(both: TwoCouncils, activity: Json, times: int) -> Mapping[str, int]:
    """How many rows there are once it was sent so often at once, and how many messages went out."""
    sent = len(both.stage.line.sent)
    answers = await asyncio.gather(*(both.stage.post(activity) for _ in range(times)))
    await both.stage.delivered(TENANT)
    assert {answer.status for answer in answers} == {200}
    new = [method for method, _, _ in both.stage.line.sent[sent:] if method == "POST"]
    return {**await counts(both.here.little), "messages": len(new)}


async def test_whatever_is_pressed_and_sent_twice_at_once_does_what_once_does(
    tmp_path: Path,
) -> None:
    file = tmp_path / "sightline.db"
    async with two_councils(f"sqlite+aiosqlite:///{file}") as both:
        before = Restorable(str(file))
        at_first, doubled = await counts(both.here.little), {}
        for verb, press in both.presses.items():
            who = both.stage.who(press.who, TENANT)
            activity = both.stage.pressing(who, dict(press.data))
            once = await pressed(both, activity, 1)
            if once == {**at_first, "messages": 0}:
                continue
            before.restore()
            twice = await pressed(both, activity, 2)
            before.restore()
            if once != twice:
                doubled[verb] = (once, twice)
        before.close()
    assert doubled == {}

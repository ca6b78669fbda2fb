"""Every verb is reached by whatever envelope Teams sends a press in: `Action.Execute`, the
`Action.Submit` beneath it, a dialog opened and sent, and a message extension's own."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.answers import MESSAGE_TYPE
from bot.local_teams import Resident
from dialogs.conversation import Answer, Payload, Say, Turn, Verb
from dialogs.table import VERBS
from programme.people import Verb as Right
from storage.engine import create_engine
from storage.migrations import migrate
from tests.bot.chats import START, Chats, Json
from tests.dialogs.live_scene import set_scene
from tests.dialogs.presses_of_a_scene import Press, presses_of

HERE = "Here."
IN_A_PAGE = {"task": {"type": "message", "value": HERE}}

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def _presses(url: str) -> Mapping[str, Press]:
    engine = create_engine(url, lasting=False)
    try:
        await migrate(engine)
        return await presses_of(await set_scene(engine))
    finally:
        await engine.dispose()


@pytest.fixture(scope="module")
def presses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Press]:
    """What a button of a card sends for each verb."""
    folder = tmp_path_factory.mktemp("scene")
    return asyncio.run(_presses(f"sqlite+aiosqlite:///{folder}/scene.db"))


@pytest.fixture
def reached(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, Payload]]:
    """Which verbs were reached, from where and with what; they do nothing else."""
    came: list[tuple[str, str, Payload]] = []

    def recording(name: str) -> Callable[[Payload, Turn], Any]:
        async def act(payload: Payload, turn: Turn) -> Answer:
            came.append((name, turn.source, payload))
            return Say(HERE)

        return act

    assert isinstance(VERBS, dict)
    for name, verb in dict(VERBS).items():
        monkeypatch.setitem(VERBS, name, replace(verb, act=recording(name)))
    return came


async def _who_may(office: Chats) -> Mapping[Right, Resident]:
    """Somebody for each right."""
    people = await office.people()
    return {
        verb.needs: next(office.who(name) for name, one in people.items() if one.may(verb.needs))
        for verb in VERBS.values()
    }


async def test_every_verb_is_reached_in_every_envelope(
    office: Chats, presses: Mapping[str, Press], reached: list[tuple[str, str, Payload]]
) -> None:
    who = await _who_may(office)
    for name, verb in VERBS.items():
        sent: Json = {**presses[name].data}
        by, teams = who[verb.needs], office.demo.teams._activities
        executed = {"type": "Action.Execute", "verb": name, "data": sent}
        invokes = {
            "card": teams.execute(by, "1", executed, START),
            "dialog": teams.fetch_dialog(by, "1", sent, START),
            "dialog, sent": teams.submit_dialog(by, sent, START),
            "extension": _by_extension(teams.submit_dialog(by, sent, START)),
        }
        for source, activity in invokes.items():
            status, body = await office.post(activity)
            assert status == 200
            in_place = {"statusCode": 200, "type": MESSAGE_TYPE, "value": HERE}
            assert body == (in_place if source == "card" else IN_A_PAGE), (name, source)
            assert reached[-1] == (name, source.partition(",")[0], _read(verb, sent))
        before = len(office.messages(by.name))
        assert (await office.post(teams.submit(by, "1", sent, START)))[0] == 202
        assert [m.activity["text"] for m in office.messages(by.name)[before:]] == [HERE], name
        assert reached[-1] == (name, "card", _read(verb, sent))
    assert len(reached) == 5 * len(VERBS)


def _read(verb: Verb[Any], sent: Json) -> Payload:
    read: Payload = verb.payload.model_validate(sent)
    return read


def _by_extension(activity: Json) -> Json:
    return {**activity, "name": "composeExtension/submitAction"}

"""“Find my work”, over real HTTP: what is found, what may be posted of it, and who may open it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from bot import extension
from bot.demo_council import TENANT_ID
from bot.extension import MOST_RESULTS, NO_SUCH_COMMAND, NOTHING_FOUND, NOTHING_TO_DO
from bot.handler import OUR_FAULT
from dialogs.conversation import Turn
from dialogs.open_work import NOT_YOURS
from dialogs.shared_card import Found
from dialogs.words import NOT_MET, STRANGER
from programme.audit import Audit
from tests.bot.chats import Chats, Json, buttons, words_of
from tests.bot.extension import invoke, message, results, searching, titles

pytestmark = pytest.mark.asyncio(loop_scope="module")
PRIYA, SIAN, KWABENA, ELEANOR = "Priya Nair", "Siân Morgan", "Kwabena Asante", "Eleanor Marsh"
GROUP, CHANNEL = "a group", "a channel"
TEXT = "Ask the school about step"


@dataclass(frozen=True)
class Scene:
    """`audit` is Siân's; it and others set more actions for her team than one answer takes."""

    office: Chats
    audit: Audit


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(office: Chats) -> AsyncIterator[Scene]:
    submitted = [
        await office.submit_audit(
            who,
            *({"new_text": f"{TEXT} {n}.", "new_due": "2026-12-14"} for n in range(1, count + 1)),
            team="Wendale",
        )
        for who, count in ((SIAN, 10), ("Yusuf Demir", 10), ("Marcus Campbell", 7))
    ]
    yield Scene(office, submitted[0])


async def find(
    scene: Scene, who: str, typed: str | None = None, chat: str | None = None, **options: int
) -> list[Json]:
    return results(await scene.office.post(searching(scene.office, who, typed, chat, **options)))


async def test_it_opens_with_all_that_is_ones_own_the_most_urgent_first(scene: Scene) -> None:
    office = scene.office
    own = {audit.case_reference for audit in await office.audits_led_by(PRIYA)}
    found = await find(scene, PRIYA, chat=GROUP)
    assert own <= {title.partition(":")[0] for title in titles(found)}
    assert all(title.endswith(": audit") for title in titles(found))
    assert await find(scene, PRIYA, "") == found


async def test_it_answers_twenty_five_at_most_and_goes_on_from_there(scene: Scene) -> None:
    first = await find(scene, SIAN, "action", count=100)
    assert len(first) == MOST_RESULTS == 25
    rest = await find(scene, SIAN, "action", skip=25)
    assert len(rest) == 2
    assert await find(scene, SIAN, "action", skip=1, count=2) == first[1:3]
    assert await find(scene, SIAN, "action", skip=500) == []
    ids = {next(buttons(each["content"]))[1]["action_id"] for each in (*first, *rest)}
    assert len(ids) == 27


async def test_it_finds_by_reference_team_and_status_and_wants_every_word(scene: Scene) -> None:
    reference = scene.audit.case_reference
    assert len(await find(scene, SIAN, reference.lower())) == 10
    assert len(await find(scene, SIAN, "wendale DUE", count=1)) == 1
    assert await find(scene, SIAN, f"{reference} 14 dec", count=1)
    nothing = message(await scene.office.post(searching(scene.office, SIAN, "wendale overdue")))
    assert nothing == NOTHING_FOUND
    assert await find(scene, PRIYA, "to do")


async def test_whoever_has_nothing_is_told_so(scene: Scene) -> None:
    office = scene.office
    assert message(await office.post(searching(office, ELEANOR))) == NOTHING_TO_DO


async def test_nothing_of_other_people_is_found(scene: Scene) -> None:
    office = scene.office
    for who in ("Natalie Osborne", "Comfort Boadu", ELEANOR):
        asked = searching(office, who, scene.audit.case_reference)
        assert message(await office.post(asked)) == NOTHING_FOUND
    assert await find(scene, KWABENA, scene.audit.case_reference), "the group manager's own area"


async def test_what_is_posted_tells_a_reference_and_a_day_and_nothing_else(scene: Scene) -> None:
    everything = [*await find(scene, SIAN), *await find(scene, PRIYA), *await find(scene, KWABENA)]
    people = await scene.office.people()
    teams = {person.team for person in people.values() if person.team}
    grades = {grade.title for grade in scene.office.demo.councils[0].framework.grades}
    for each in everything:
        told = words_of(each["content"])
        heading, rest = told.split("\n", 1)
        assert heading in ("An audit", "An action from an audit")
        assert each["preview"]["content"]["title"].partition(":")[0] in rest
        assert "summary" not in each
        assert TEXT not in str(each)
        assert not any(words in told for words in (*people, *teams, *grades))
        assert set(next(buttons(each["content"]))[1]) == {
            "verb",
            "msteams",
            "audit_id" if heading == "An audit" else "action_id",
        }


async def opened(scene: Scene, who: str, data: Json) -> Json:
    """What the card's button brings in a channel, whose members all see it."""
    fetch = invoke(scene.office, who, "task/fetch", {"data": data}, CHANNEL)
    status, body = await scene.office.post(fetch)
    assert status == 200
    found: Json = body["task"]
    return found


async def test_its_button_opens_for_those_whose_work_it_is_alone(scene: Scene) -> None:
    (shared,) = await find(scene, SIAN, "action", count=1)
    ((button, data),) = buttons(shared["content"])
    assert (button["type"], data["msteams"]) == ("Action.Submit", {"type": "task/fetch"})
    missing = await opened(scene, PRIYA, {**data, "action_id": "0" * 32})
    for who in ("Natalie Osborne", "Comfort Boadu", "Gillian Sowerby"):
        assert await opened(scene, who, data) == missing
    assert missing == {"type": "message", "value": NOT_YOURS}
    officer = await opened(scene, ELEANOR, data)
    assert TEXT in words_of(officer["value"]["card"])
    assert list(buttons(officer["value"]["card"]["content"])) == []

    mine = await opened(scene, SIAN, data)
    (_, form), *_ = buttons(mine["value"]["card"]["content"])
    done = invoke(
        scene.office, SIAN, "task/submit", {"data": {**form, "note": "Rang them."}}, CHANNEL
    )
    first, again = await scene.office.post(done), await scene.office.post(done)
    assert first == again
    assert first[1]["task"]["value"].startswith(f"Completed: {TEXT}")
    seen = await opened(scene, KWABENA, data)
    assert f"Completed by {SIAN}" in words_of(seen["value"]["card"])


async def test_an_audits_button_opens_the_audit_for_its_auditors_and_where_it_stands_for_others(
    scene: Scene,
) -> None:
    audit = (await scene.office.audits_led_by(PRIYA))[0]
    (shared,) = await find(scene, PRIYA, audit.case_reference)
    ((_, data),) = buttons(shared["content"])
    hers = await opened(scene, PRIYA, data)
    assert hers["value"]["title"] == f"Audit of {audit.case_reference}"
    his = await opened(scene, KWABENA, data)
    assert f"Lead auditor: {PRIYA}, with " in words_of(his["value"]["card"])
    assert "Input." not in str(his)
    assert (await opened(scene, "Natalie Osborne", data))["value"] == NOT_YOURS


async def test_a_stranger_and_another_tenant_find_nothing(scene: Scene) -> None:
    made = searching(scene.office, SIAN)
    elsewhere = {"tenant": {"id": "99999999-9999-4999-8999-999999999999"}}
    unknown = {**made, "from": {**made["from"], "aadObjectId": "0" * 32}}
    nameless = {**made, "from": {"id": "29:1", "name": SIAN}}
    assert message(await scene.office.post(unknown)) == NOT_MET
    assert message(await scene.office.post(nameless)) == STRANGER
    assert (await scene.office.post({**made, "channelData": elsewhere}))[0] == 403


async def test_a_colleague_whom_the_bot_hasn_t_met_is_sent_to_its_chat_and_known_from_then_on(
    scene: Scene,
) -> None:
    name, office = "Louise Tattersall", scene.office
    known = (await office.people())[name]
    async with office.demo.service.storage.work(TENANT_ID) as w:
        # As a staff list without object ids has her.
        await w.people.save([replace(known, active=False)])
        await w.people.save([replace(known, id=f"new-{known.id}", object_id=None)])
        await w.commit()
    asked = searching(office, name, chat=CHANNEL)
    pressed = invoke(office, name, "task/fetch", {"data": {"verb": "work.audits"}}, CHANNEL)
    assert message(await office.post(asked)) == NOT_MET
    assert (await office.post(pressed))[1]["task"]["value"] == NOT_MET
    # Who isn't in the staff list reads the same, so it says nothing of the list.
    unknown = {**asked, "from": {**asked["from"], "aadObjectId": "0" * 32}}
    assert message(await office.post(unknown)) == NOT_MET
    await office.demo.teams.install(office.who(name).object_id)
    await office.demo.teams.say(office.who(name).object_id, "hello")
    await office.delivered()
    assert (await office.post(asked))[1]["composeExtension"]["type"] == "result"


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        "x",
        {},
        {"commandId": "work.audits"},
        {"commandId": "work.find", "parameters": "x"},
        {"commandId": "work.find", "parameters": [{"name": "words", "value": 7}]},
        {"commandId": "work.find", "queryOptions": {"skip": -1}},
        {"commandId": "work.find", "queryOptions": {"count": 0}},
    ],
)
async def test_what_teams_never_asks_gets_a_sentence(scene: Scene, value: object) -> None:
    activity = {**searching(scene.office, PRIYA), "value": value}
    assert message(await scene.office.post(activity)) == NO_SUCH_COMMAND


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"parameters": [], "queryOptions": None},
        {"parameters": [{"name": "words", "value": None}], "queryOptions": {}},
    ],
)
async def test_it_needs_neither_options_nor_words(scene: Scene, value: Json) -> None:
    activity = {**searching(scene.office, PRIYA), "value": {"commandId": "work.find", **value}}
    assert results(await scene.office.post(activity)) == await find(scene, PRIYA)


async def test_of_a_sentence_without_end_the_beginning_is_searched(scene: Scene) -> None:
    everything = "audit " * 10_000
    assert await find(scene, PRIYA, everything) == await find(scene, PRIYA, "audit")


async def _fails(_words: str, _turn: Turn) -> list[Found]:
    raise RuntimeError("CF-2091 Poppy")


async def test_a_failure_of_ours_is_a_sentence_and_nothing_of_the_error(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(extension, "find", _fails)
    assert message(await scene.office.post(searching(scene.office, PRIYA))) == OUR_FAULT
    assert "RuntimeError" in caplog.text
    assert "Poppy" not in caplog.text

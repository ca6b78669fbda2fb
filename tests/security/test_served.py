"""Who is served, and where anything is posted to."""

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace

import pytest
import pytest_asyncio
from aiohttp import web
from sqlalchemy import and_, select, update

from bot.local_teams.channels import own_chat
from bot.local_teams.directory import Resident
from dialogs.table import VERBS
from dialogs.team_in_channel import for_a_stranger
from dialogs.words import NOT_MET, STRANGER, WORDS
from programme.message import Conversation, Delivery, Message, MessageKind
from storage.engine import Engine, create_engine
from storage.live_card_tables import live_cards
from storage.migrations import migrate
from storage.outbox_table import outbox
from tests.bot.recording import Teams, recording
from tests.dialogs.live_scene import THE_18TH, Submitted, set_scene
from tests.dialogs.presses_of_a_scene import Press, presses_of
from tests.little_council import OTHER_TENANT, TENANT, LittleCouncil, little_council
from tests.security.stage import Json, Stage, on_stage, people_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
STRANGERS = {
    "of the council's tenant, in no staff list": Resident(
        "f" * 8, "Stella Stranger", "stella@council.example", "stella@council.example", "", TENANT
    ),
    "of a tenant that was not added": Resident(
        "e" * 8, "Una Unserved", "ann@council.example", "ann@council.example", "", "9" * 8
    ),
}
"""The second has the address of somebody in the council's list."""
LEFT = "abe"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Engine]:
    engine = create_engine(f"sqlite+aiosqlite:///{tmp_path_factory.mktemp('served')}/sightline.db")
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(engine: Engine) -> Submitted:
    return await set_scene(engine)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def presses(scene: Submitted) -> Mapping[str, Press]:
    return await presses_of(scene)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(
    engine: Engine, scene: Submitted, presses: Mapping[str, Press]
) -> AsyncIterator[Stage]:
    there = little_council(engine, OTHER_TENANT)
    await there.fill()
    url = f"sqlite+aiosqlite:///{engine.pool.url.database}"
    strangers = tuple(STRANGERS.values())
    async with on_stage(url, scene.little, there, strangers=strangers) as service:
        await service.meet(TENANT, await people_of(scene.little))
        await service.meet(OTHER_TENANT, await people_of(there))
        async with scene.little.work(TENANT) as w:
            left = await w.people.get(LEFT)
            assert left is not None
            await w.people.save([replace(left, active=False)])
            await w.commit()
        yield service


def all_that(
    stage: Stage, who: Resident, presses: Mapping[str, Press]
) -> Iterator[tuple[str, Json]]:
    """Everything that somebody could try: each verb, word, search and link."""
    chat, now = own_chat(who), stage.clock()
    for name in VERBS:
        data = dict(presses[name].data)
        yield name, stage.pressing(who, data)
        yield name, stage.activities.submit(who, "1", data, now)
    for word in WORDS:
        yield word.names[0], stage.activities.message(who, "2", f"{word.names[0]} CF-10", now)
    query = {"commandId": "work.find", "parameters": [{"name": "words", "value": "CF"}]}
    yield "search", stage.activities.extension(who, "composeExtension/query", query, now, chat)
    link = {"url": "https://sightline.example/case/CF-10"}
    yield "link", stage.activities.extension(who, "composeExtension/queryLink", link, now, chat)
    yield "app added", stage.activities.installation(who, added=True, now=now)
    yield "app removed", stage.activities.installation(who, added=False, now=now)


async def test_whoever_is_in_no_staff_list_learns_nothing_and_changes_nothing(
    stage: Stage, scene: Submitted, presses: Mapping[str, Press]
) -> None:
    who = STRANGERS["of the council's tenant, in no staff list"]
    before = await scene.little.everything()
    for name, activity in all_that(stage, who, presses):
        sent = len(stage.line.sent)
        answer = await stage.post(activity)
        assert answer.status in (200, 202), name
        posted = [body.get("text") for _, _, body in stage.line.sent[sent:]]
        assert posted in ([], [STRANGER]), name
        assert tells_nothing(answer.json, presses, name), (name, answer.json)
    assert await scene.little.everything() == before


def tells_nothing(body: Json | None, presses: Mapping[str, Press], name: str) -> bool:
    """Whether an answer is a sentence for strangers, or what everybody may see of a card that is
    posted where others read along."""
    if body is None or name in ("search", "link"):
        return "CF-10" not in str(body)
    everyones = for_a_stranger(presses[name].data)
    shown = body.get("task", body)["value"]
    return shown in (STRANGER, NOT_MET) or (everyones is not None and "CF-" not in str(shown))


async def test_a_tenant_that_was_not_added_gets_403_whatever_is_tried(
    stage: Stage, scene: Submitted, presses: Mapping[str, Press]
) -> None:
    who = STRANGERS["of a tenant that was not added"]
    before, sent = await scene.little.everything(), len(stage.line.sent)
    for name, activity in all_that(stage, who, presses):
        assert (await stage.post(activity)).status == 403, name
    assert await scene.little.everything() == before
    assert len(stage.line.sent) == sent


async def test_whoever_left_the_staff_list_is_a_stranger_again(
    stage: Stage, scene: Submitted, presses: Mapping[str, Press]
) -> None:
    who = stage.who(LEFT, TENANT)
    before = await scene.little.everything()
    for name, activity in all_that(stage, who, presses):
        if name.startswith("app "):
            continue
        sent = len(stage.line.sent)
        answer = await stage.post(activity)
        posted = [body.get("text") for _, _, body in stage.line.sent[sent:]]
        assert posted in ([], [STRANGER]), name
        assert tells_nothing(answer.json, presses, name), (name, answer.json)
    assert await scene.little.everything() == before


async def test_somebody_of_another_council_is_a_stranger_under_this_tenant(
    stage: Stage, scene: Submitted, presses: Mapping[str, Press]
) -> None:
    ann = stage.who("ann", OTHER_TENANT)
    before = await scene.little.everything()
    data = {"tenant": {"id": TENANT}}
    for name, activity in all_that(stage, ann, presses):
        chat = {**activity["conversation"], "tenantId": TENANT}
        answer = await stage.post({**activity, "channelData": data, "conversation": chat})
        assert answer.status in (200, 202), name
        assert tells_nothing(answer.json, presses, name), (name, answer.json)
    assert await scene.little.everything() == before


@pytest.fixture
async def evil() -> AsyncIterator[Teams]:
    """Somebody else's server, which would be glad of a token."""
    async with recording() as there:
        yield there


async def keep_conversation(little: LittleCouncil, person: str, service_url: str) -> None:
    """As an earlier version, or whoever could write to the database, may have kept it."""
    async with little.work(TENANT) as w:
        await w.conversations.save(Conversation(person, service_url, f"a:{person}", "29:1"))
        await w.commit()


async def push(stage: Stage, little: LittleCouncil, person: str, key: str) -> Delivery:
    """How a message to somebody ends."""
    message = Message(key, person, MessageKind.MY_WORK, person, THE_18TH)
    async with little.work(TENANT) as w:
        await w.outbox.add([message])
        await w.commit()
    await stage.delivered(TENANT)
    async with little.engine.connect() as connection:
        (row,) = await connection.execute(select(outbox).where(outbox.c.key == key))
    return Delivery(row.state)


async def test_a_stored_conversation_elsewhere_is_never_posted_to(
    stage: Stage, scene: Submitted, evil: Teams
) -> None:
    await keep_conversation(scene.little, "ben", evil.url)

    assert await push(stage, scene.little, "ben", "push:ben") is Delivery.UNDELIVERABLE
    assert evil.seen == []


async def test_a_card_that_is_kept_elsewhere_is_never_edited_there(
    stage: Stage, scene: Submitted, evil: Teams
) -> None:
    await push(stage, scene.little, "cat", "push:cat")
    async with scene.little.engine.writing() as connection:
        held = and_(live_cards.c.tenant_id == TENANT, live_cards.c.person_id == "cat")
        elsewhere = {"service_url": evil.url, "wanted": live_cards.c.shown + 1}
        await connection.execute(update(live_cards).where(held).values(elsewhere))
    await stage.delivered(TENANT)

    async with scene.little.engine.connect() as connection:
        behind = select(live_cards).where(held, live_cards.c.wanted > live_cards.c.shown)
        assert [*await connection.execute(behind)] == []  # tried, and given up
    assert evil.seen == []


async def test_an_activity_from_elsewhere_is_refused_and_the_way_to_its_person_kept(
    stage: Stage, scene: Submitted, evil: Teams
) -> None:
    who = stage.who("dan", TENANT)
    header = stage.good_header(serviceurl=evil.url)
    async with scene.little.work(TENANT) as w:
        before = await w.conversations.of(["dan"])
    for activity in (
        stage.activities.message(who, "1", "my work", stage.clock()),
        stage.activities.installation(who, added=True, now=stage.clock()),
        stage.pressing(who, {"verb": "work.audits"}),
    ):
        moved = {**activity, "serviceUrl": evil.url}
        assert (await stage.post(moved, header)).status == 403
    async with scene.little.work(TENANT) as w:
        assert await w.conversations.of(["dan"]) == before
    assert evil.seen == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(
    stage: Stage, scene: Submitted, evil: Teams, status: int
) -> None:
    def away(request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": evil.url + request.path})

    stage.line.instead = away
    try:
        fate = await push(stage, scene.little, "eve", f"push:eve:{status}")
        typed = stage.activities.message(stage.who("gil", TENANT), "1", "help", stage.clock())
        await stage.post(typed)
        met_anew = STRANGERS["of the council's tenant, in no staff list"]
        await stage.post(stage.activities.message(met_anew, "1", "help", stage.clock()))
    finally:
        stage.line.instead = None

    assert fate is Delivery.UNDELIVERABLE
    assert evil.seen == []

"""Two councils with the same references, names and addresses in one database: nothing crosses.

Words of the neighbours' own stand in whatever is written there. Whatever is looked at on this side,
none of them is in it; whatever is done on this side, no row of theirs changes.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Collection, Iterator

import pytest
import pytest_asyncio
from sqlalchemy import JSON, String, text

from bot.local_teams.channels import own_chat
from bot.local_teams.directory import Resident
from dialogs.words import WORDS
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.tick import tick
from storage.engine import Engine
from storage.tables import metadata
from tests.dialogs.live_scene import Submitted
from tests.little_council import CASES, OTHER_TENANT, STAFF, TENANT, case_list, staff_list
from tests.security.stage import Json, Stage, object_id, people_of
from tests.security.two_councils import TwoCouncils, ids_of, two_councils

pytestmark = pytest.mark.asyncio(loop_scope="module")
THEIRS = {
    "chronology": "xylophone",
    "purposeful": "zanzibar",
    "reflective": "quicksilver",
    "return home": "vermilion",
}
"""What is written here, and what the neighbours have in its place."""
LOOKERS = {"ann", "dan", "gil", "iris", "quinn", "simon"}
"""A manager, one whose audit was moderated, a group manager, a reviewing officer, the QA officer
and whoever is copied in."""
KEPT_AS_THEY_ARE = {"events", "councils", "framework_versions"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def both(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoCouncils]:
    folder = tmp_path_factory.mktemp("two")
    async with two_councils(f"sqlite+aiosqlite:///{folder}/sightline.db") as found:
        await _write_their_words(found.there.little.engine)
        yield found


async def _write_their_words(engine: Engine) -> None:
    async with engine.writing() as connection:
        for table in metadata.tables.values():
            for column in table.columns:
                if table.name in KEPT_AS_THEY_ARE or not isinstance(column.type, String | JSON):
                    continue
                for ours, theirs in THEIRS.items():
                    await connection.execute(
                        text(
                            f"UPDATE {table.name} SET {column.name} ="
                            f" replace({column.name}, '{ours}', '{theirs}')"
                            f" WHERE tenant_id = '{OTHER_TENANT}' AND {column.name} LIKE '%{ours}%'"
                        )
                    )


async def their_marks(both: TwoCouncils) -> list[str]:
    """What can be nothing but the neighbours'."""
    people = await people_of(both.there.little)
    ours = set(await ids_of(both.here))
    ids = [each for each in await ids_of(both.there) if each not in ours]
    return [*THEIRS.values(), *ids, *(object_id(OTHER_TENANT, each.id) for each in people)]


def looks(stage: Stage, who: Resident, ids: tuple[str, ...]) -> Iterator[Json]:
    """Every way to look at something: each word, with and without a case behind it, each search,
    each link."""
    chat, now = own_chat(who), stage.clock()
    for word in WORDS:
        for name in word.names[:1]:
            for typed in (name, f"{name} CF-10"):
                yield stage.activities.message(who, "1", typed, now)
    for words in ("", "CF-10", "chronology", *THEIRS.values()):
        query = {"commandId": "work.find", "parameters": [{"name": "words", "value": words}]}
        yield stage.activities.extension(who, "composeExtension/query", query, now, chat)
    paths = ["case/CF-10", "case/CF-20", *(f"action/{each}" for each in ids)]
    for path in paths:
        link = {"url": f"https://sightline.example/{path}"}
        yield stage.activities.extension(who, "composeExtension/queryLink", link, now, chat)


async def seen_by(both: TwoCouncils, scene: Submitted, lookers: Collection[str]) -> str:
    """All that these people of a council are shown, and all that was ever pushed to anybody."""
    tenant_id, stage = scene.little.tenant_id, both.stage
    ids = (*await ids_of(both.here), *await ids_of(both.there))
    found = []
    for person in await people_of(scene.little):
        who = stage.who(person.id, tenant_id)
        looked = looks(stage, who, ids) if person.id in lookers else ()
        found += [(await stage.post(activity)).body.decode() for activity in looked]
        await stage.delivered(tenant_id)
        found += map(json.dumps, stage.line.to(stage.directory.conversation_id(who)))
    return "\n".join(found)


async def test_whatever_is_looked_at_is_ones_own_councils(both: TwoCouncils) -> None:
    marks = await their_marks(both)

    here = await seen_by(both, both.here, LOOKERS)
    there = await seen_by(both, both.there, {"ann", "quinn"})

    assert [mark for mark in marks if mark in here] == []
    assert "chronology" in here
    assert "xylophone" in there


async def test_every_row_is_of_one_council_alone(both: TwoCouncils) -> None:
    marks = await their_marks(both)
    here, there = both.littles
    ours, theirs = await here.everything(), await there.everything()

    assert {name for name in ours if ours[name]} == {name for name in theirs if theirs[name]}
    crossed = [
        (name, mark)
        for name, rows in ours.items()
        for row in rows
        for mark in (*marks, OTHER_TENANT)
        if mark in repr(row)
    ]
    assert crossed == []
    assert not any(TENANT in repr(row) for rows in theirs.values() for row in rows)


async def test_a_press_with_the_neighbours_ids_shows_and_changes_nothing_of_theirs(
    both: TwoCouncils,
) -> None:
    marks, stage = await their_marks(both), both.stage
    pairs = [*zip(await ids_of(both.here), await ids_of(both.there), strict=True)]
    theirs, before = both.there.little, await both.there.little.everything()
    for verb, press in both.presses.items():
        data = json.dumps(dict(press.data))
        for ours, others in pairs:
            data = data.replace(ours, others)
        who = stage.who(press.who, TENANT)
        for activity in (
            stage.pressing(who, json.loads(data)),
            stage.in_dialog(who, json.loads(data)),
        ):
            told = (await stage.post(activity)).body.decode()
            repeated = [mark for mark in marks if mark in told and mark not in data]
            assert repeated == [], verb
        assert await theirs.everything() == before, verb


async def test_who_presses_at_the_same_moment_in_both_is_answered_of_their_own(
    both: TwoCouncils,
) -> None:
    marks, stage = await their_marks(both), both.stage
    pairs = [*zip(await ids_of(both.here), await ids_of(both.there), strict=True)]
    crossed = set[str]()
    for verb, press in both.presses.items():
        ours = json.dumps(dict(press.data))
        theirs = ours
        for here, there in pairs:
            theirs = theirs.replace(here, there)
        first, second = await asyncio.gather(
            stage.execute(stage.who(press.who, TENANT), json.loads(ours)),
            stage.execute(stage.who(press.who, OTHER_TENANT), json.loads(theirs)),
        )
        told, told_there = first.body.decode(), second.body.decode()
        if any(mark in told for mark in marks) or "chronology" in told_there:
            crossed.add(verb)
    assert crossed == set()


async def test_whatever_is_pressed_pushed_imported_or_ticked_here_changes_nothing_there(
    both: TwoCouncils,
) -> None:
    here, there = both.littles
    chats = [
        both.stage.directory.conversation_id(both.stage.who(each.id, OTHER_TENANT))
        for each in await people_of(there)
    ]
    await both.stage.delivered(OTHER_TENANT)
    before = await there.everything()
    sent = [len(both.stage.line.to(chat)) for chat in chats]

    for press in both.presses.values():
        await both.stage.execute(both.stage.who(press.who, TENANT), dict(press.data))
    now = both.stage.clock()
    fewer = ImportCases(here.council, case_list(CASES[:9]), "command line")
    await import_cases(fewer, work=here.work, now=now)
    staff = ImportStaff(here.council, staff_list(STAFF), "command line")
    await import_staff(staff, work=here.work, now=now)
    await tick(here.council, work=here.work, now=now)
    await both.stage.delivered(TENANT)

    assert await there.everything() == before
    assert [len(both.stage.line.to(chat)) for chat in chats] == sent

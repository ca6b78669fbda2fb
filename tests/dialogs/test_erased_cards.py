"""What is erased goes from every card that lies before somebody: whichever kind shows a case's
reference or somebody's name is drawn afresh, or says that it was erased."""

import json
from dataclasses import replace

import pytest

from dialogs.drawing import draw
from dialogs.table import LIVE
from programme.message import MessageKind
from programme.people import Person
from programme.theme import MonthTheme
from storage.live_card_tables import live_cards
from tests.dialogs.live_scene import READS, THE_18TH, Submitted
from tests.little_council import DECEMBER, LittleCouncil

CASES = ("CF-10", "CF-20", "CF-22", "CF-32", "CF-40", "CF-51")
LEAVERS = ("ann", "ben", "dan", "eve", "gil", "gus", "iris", "ola", "quinn", "sam", "simon")
NAME = "Zadie Ferreira"


async def _lies_before_people(scene: Submitted, but: str = "") -> dict[MessageKind, str]:
    """Sends every kind of card to its reader, and gives what each says."""
    little, told = scene.little, {}
    for kind, live in LIVE.items():
        asked = READS[kind](scene)
        async with little.work(little.tenant_id) as w:
            drawn = (await draw(live, little.council, w, [asked], THE_18TH)).get(asked)
        if drawn and asked[0] != but:
            told[kind] = json.dumps(drawn.card)
            await little.settle(asked[0], kind, asked[1], *drawn.shows)
    return told


async def _erase(little: LittleCouncil, left: Person) -> None:
    async with little.work(little.tenant_id) as w:
        await w.subjects.erase_people([left], THE_18TH)
        await w.commit()


async def _is_drawn_afresh(scene: Submitted) -> set[MessageKind]:
    """The kinds whose cards don't stay as they are, whatever is left on them."""
    async with scene.little.engine.connect() as connection:
        rows = await connection.execute(
            live_cards.select().where(live_cards.c.tenant_id == scene.little.tenant_id)
        )
        return {MessageKind(row.kind) for row in rows if row.erased and row.wanted > row.shown}


@pytest.mark.parametrize("reference", CASES)
async def test_no_card_keeps_the_reference_of_an_erased_case(
    scene: Submitted, reference: str
) -> None:
    little = scene.little
    told = await _lies_before_people(scene)
    showed = {kind for kind, words in told.items() if reference in words}
    async with little.work(little.tenant_id) as w:
        await w.subjects.erase_case(reference, THE_18TH)
        await w.commit()
    assert showed
    assert showed - await _is_drawn_afresh(scene) == set()


@pytest.mark.parametrize("who", LEAVERS)
async def test_no_card_keeps_the_name_of_somebody_erased(scene: Submitted, who: str) -> None:
    little = scene.little
    async with little.work(little.tenant_id) as w:
        left = replace(await little.person(who), name=NAME, active=False)
        await w.people.save([left])
        await w.commit()
    told = await _lies_before_people(scene, but=who)
    showed = {kind for kind, words in told.items() if NAME in words}
    await _erase(little, left)
    assert showed - await _is_drawn_afresh(scene) == set()


async def test_no_card_keeps_what_somebody_wrote_of_an_erased_case_elsewhere(
    scene: Submitted,
) -> None:
    little = scene.little
    audit = await little.audit_led_by("ann")
    wrote = replace(audit.record, to_learn="As with the sibling, CF-52.")
    async with little.work(little.tenant_id) as w:
        await w.audits.save(replace(audit, record=wrote, version=audit.version + 1))
        await w.commit()
    told = await _lies_before_people(scene)
    showed = {kind for kind, words in told.items() if "CF-52" in words}
    assert {MessageKind.RESULT, MessageKind.OVERVIEW} <= showed
    async with little.work(little.tenant_id) as w:
        await w.subjects.erase_case("CF-52", THE_18TH)
        await w.commit()
    assert showed - await _is_drawn_afresh(scene) == set()


async def test_a_theme_that_somebody_erased_had_set_names_them_no_more(scene: Submitted) -> None:
    little = scene.little
    left = replace(await little.person("simon"), name=NAME, active=False)
    async with little.work(little.tenant_id) as w:
        await w.people.save([left])
        await w.themes.save(MonthTheme(DECEMBER, "Chronologies", left.id, THE_18TH))
        await w.commit()
    told = await _lies_before_people(scene)
    assert NAME in told[MessageKind.THEME]
    await _erase(little, left)
    assert MessageKind.THEME in await _is_drawn_afresh(scene)


async def test_who_could_not_be_told_for_having_left_is_named_no_more(scene: Submitted) -> None:
    little = scene.little
    left = replace(await little.person("sam"), name=NAME, active=False)
    async with little.work(little.tenant_id) as w:
        await w.people.save([left])
        audit = await w.audits.get(scene.cats_audit_id)
        case = await w.cases.get(audit.case_reference) if audit else None
        assert case
        await w.cases.save([replace(case, worker=NAME)])
        await w.commit()
    told = await _lies_before_people(scene)
    assert NAME in told[MessageKind.WORKER_NOT_FOUND]
    await _erase(little, left)
    assert MessageKind.WORKER_NOT_FOUND in await _is_drawn_afresh(scene)

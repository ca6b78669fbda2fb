"""What a card shows goes with the card, however it goes, and nothing is shown by no card."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Insert, Update, delete, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from programme.audit import AuditState
from programme.chairs_report import ChairsReport
from programme.ports import DeliveryQueue, EditReceipt, UnitOfWork, Work
from programme.retention import Kept
from storage import retained
from storage.engine import Engine
from storage.live_card_tables import card_shows, live_cards
from tests.storage.examples import AUDIT, COUNCIL, DUE, LATER, MESSAGE, NOW, PERSON, sent
from tests.storage.settling import behind, send
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_duties import OBSERVATION, PRACTICE_DAY, SUBMITTED
from tests.storage.test_practice_acknowledgements import PRACTICE

STAYS = replace(MESSAGE, key="stays", person_id="p9", subject="stays")
REPORT = ChairsReport("cr1", "C100", "Malvern", "North", "review", DUE, {}, "p1", NOW)
OF_COUNCIL = card_shows.c.tenant_id == COUNCIL
OLD: Mapping[Kept, tuple[str, Callable[[UnitOfWork], Awaitable[object]]]] = {
    Kept.AUDITS: (AUDIT.id, lambda w: w.audits.add([replace(AUDIT, state=AuditState.SUBMITTED)])),
    Kept.DIP_SAMPLES: (SUBMITTED.id, lambda w: w.dip_samples.add(SUBMITTED)),
    Kept.OBSERVATIONS: (
        OBSERVATION.id,
        lambda w: w.observations.add(replace(OBSERVATION, discussed=True)),
    ),
    Kept.PRACTICE_DAYS: (PRACTICE_DAY.id, lambda w: w.practice_days.add(PRACTICE_DAY)),
    Kept.CHAIRS_REPORTS: (REPORT.id, lambda w: w.chairs_reports.add(REPORT)),
    Kept.GOOD_PRACTICE: (
        PRACTICE.id,
        lambda w: w.practice.add(replace(PRACTICE, acknowledged_by="p2", acknowledged_at=NOW)),
    ),
    Kept.DISPUTES: (DISPUTE.id, lambda w: w.disputes.add(replace(DISPUTE, ended_at=NOW))),
}
"""Of each kind whose cards go with it: an id, and how one that is over is added."""


@pytest.fixture
async def cards(work: Work, queue: DeliveryQueue) -> None:
    """A card that stays, and one about each of OLD, each showing two things."""
    about = [replace(MESSAGE, key=subject, subject=subject) for subject, _ in OLD.values()]
    await send(
        work, queue, *(sent(each, "audit:au1", f"it:{each.subject}") for each in (STAYS, *about))
    )


async def shown(engine: Engine) -> dict[str | None, int]:
    """How much each card shows, by the card's subject; None for what is shown by none."""
    found: dict[str | None, int] = {}
    of_card = live_cards.c.id == card_shows.c.card_id
    statement = (
        select(live_cards.c.subject)
        .select_from(card_shows)
        .outerjoin(live_cards, of_card)
        .where(OF_COUNCIL)
    )
    async with engine.connect() as connection:
        for subject in (await connection.execute(statement)).scalars():
            found[subject] = found.get(subject, 0) + 1
    return found


ALL = dict.fromkeys(["stays", *(subject for subject, _ in OLD.values())], 2)


def test_every_kind_whose_cards_go_with_it_is_tried_here() -> None:
    assert {kind for kind, old in retained._OLD.items() if retained._CARDS in old.goes} == {*OLD}


@pytest.mark.usefixtures("cards")
@pytest.mark.parametrize("kind", OLD)
async def test_what_a_card_showed_goes_with_a_record_that_was_kept_long_enough(
    work: Work, engine: Engine, kind: Kept
) -> None:
    subject, add = OLD[kind]
    async with work(COUNCIL) as w:
        await add(w)
        await w.commit()
    async with work(COUNCIL) as w:
        assert await w.retained.remove(kind, DUE.replace(year=2030), 100, NOW) == 1
        await w.commit()

    assert await shown(engine) == {each: 2 for each in ALL if each != subject}


@pytest.mark.usefixtures("cards")
async def test_what_a_card_showed_goes_with_who_had_it(work: Work, engine: Engine) -> None:
    async with work(COUNCIL) as w:
        await w.subjects.erase_people([PERSON], LATER)
        await w.commit()

    assert await shown(engine) == {"stays": 2}


@pytest.mark.usefixtures("cards")
async def test_what_a_card_showed_goes_with_a_card_that_is_forgotten(
    work: Work, queue: DeliveryQueue, engine: Engine
) -> None:
    for card in await behind(work, queue, "it:stays", "it:ob1"):
        await queue.settle_edits(COUNCIL, [EditReceipt(card, gone=True)])

    assert await shown(engine) == {each: 2 for each in ALL if each not in ("stays", "ob1")}


@pytest.mark.usefixtures("cards")
async def test_what_a_card_showed_goes_with_one_that_is_deleted_by_hand(engine: Engine) -> None:
    ours = live_cards.c.tenant_id == COUNCIL
    async with engine.writing() as connection:
        await connection.execute(delete(live_cards).where(ours, live_cards.c.subject == "stays"))
    assert await shown(engine) == {each: 2 for each in ALL if each != "stays"}

    async with engine.writing() as connection:
        await connection.execute(delete(live_cards).where(ours))
    assert await shown(engine) == {}


@pytest.mark.usefixtures("cards")
@pytest.mark.parametrize(
    "change",
    [
        insert(card_shows).values(tenant_id=COUNCIL, entity="audit:au2", card_id=10**9),
        update(card_shows).where(OF_COUNCIL, card_shows.c.entity == "it:ob1").values(card_id=10**9),
        update(live_cards)
        .where(live_cards.c.tenant_id == COUNCIL, live_cards.c.subject == "ob1")
        .values(id=10**9),
    ],
)
async def test_nothing_is_shown_by_no_card(engine: Engine, change: Insert | Update) -> None:
    with pytest.raises(IntegrityError):
        async with engine.writing() as connection:
            await connection.execute(change)
    assert await shown(engine) == ALL


@pytest.mark.usefixtures("cards")
async def test_cards_are_not_emptied_out_from_under_what_they_show(engine: Engine) -> None:
    if engine.dialect == "sqlite":
        return  # which has no TRUNCATE
    with pytest.raises(IntegrityError):
        async with engine.writing() as connection:
            await connection.execute(text(f"TRUNCATE live_cards -- tenant_id = '{COUNCIL}'"))
    assert await shown(engine) == ALL

"""What is offered to training, or asked of a colleague, is for who has that place: not for somebody
whose role was taken away since, nor for who has left."""

from dataclasses import replace

import pytest

from programme.audit import Audit
from programme.message import Delivery, MessageKind
from programme.people import Person, Role
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.show_hand_over import show_hand_overs
from programme.use_cases.show_outcomes import show_offers
from tests.follow_up import BEST, CELEBRATION, PIA, add_people, graded, with_rules
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, person, staff_list
from tests.programme.use_cases.handing_over import FORM, asked

PETRA = person("Petra", Role.PRINCIPAL_SOCIAL_WORKER)
NO_MORE = replace(PIA, roles=frozenset({Role.SOCIAL_WORKER}), team="Elm", service_area="Fostering")


@pytest.fixture
async def offered(drawn: LittleCouncil) -> tuple[LittleCouncil, Audit]:
    """The best of audits is offered to Pia, who hasn't got the card yet."""
    little = with_rules(drawn, celebration=CELEBRATION)
    await add_people(little, PIA)
    audit, _ = await graded(little, BEST)
    assert await little.readers(MessageKind.TRAINING_OFFER) == ["pia"]
    return little, audit


async def _import(little: LittleCouncil, *people: Person) -> None:
    command = ImportStaff(little.council, staff_list((*STAFF, *people)), "command line")
    await import_staff(command, work=little.work, now=THE_FIRST)


async def _fates(little: LittleCouncil, audit: Audit) -> dict[str, Delivery]:
    async with little.work(little.tenant_id) as w:
        fates = await w.outbox.fates([MessageKind.TRAINING_OFFER], audit.id)
    return {fate.person_id: fate.delivery for fate in fates}


@pytest.mark.rule("BD-09")
@pytest.mark.parametrize(
    ("staff", "next_one"),
    [((NO_MORE, PETRA), "petra"), ((NO_MORE,), "quinn")],
    ids=["who has the role by then", "the QA officers, for nobody has it"],
)
async def test_an_offer_that_waits_goes_to(
    offered: tuple[LittleCouncil, Audit], staff: tuple[Person, ...], next_one: str
) -> None:
    little, audit = offered
    await _import(little, *staff)
    assert await _fates(little, audit) == {
        "pia": Delivery.SUPERSEDED,
        next_one: Delivery.WAITING,
    }


@pytest.mark.rule("BD-09")
async def test_an_offer_that_came_shows_nothing_more_to_who_lost_the_role(
    offered: tuple[LittleCouncil, Audit],
) -> None:
    little, audit = offered
    pairs = [(who, audit.id) for who in ("pia", "quinn", "gil")]
    async with little.work(little.tenant_id) as w:
        assert {who for who, _ in await show_offers(little.council, w, pairs)} == {"pia", "quinn"}
    await _import(little, NO_MORE)
    async with little.work(little.tenant_id) as w:
        assert {who for who, _ in await show_offers(little.council, w, pairs)} == {"quinn"}


async def test_a_request_shows_nothing_more_to_a_colleague_who_left(drawn: LittleCouncil) -> None:
    await asked(drawn, await drawn.audit_led_by("eve"), "eve", Proposal("ben"), now=THE_FIRST)
    pairs = [("ben", FORM), ("eve", FORM)]
    today = THE_FIRST.date()
    async with drawn.work(drawn.tenant_id) as w:
        assert {*await show_hand_overs(drawn.council, w, pairs, today)} == {*pairs}
        await w.people.save([replace(await drawn.person("ben"), active=False)])
        assert {*await show_hand_overs(drawn.council, w, pairs, today)} == {("eve", FORM)}

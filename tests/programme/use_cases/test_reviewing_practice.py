"""Practice managers observe and audit reviewing officers and chairs, each quarter (WC-12)."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.solver import ScipySolver
from dialogs.table import LIVE
from programme.calendar import Month
from programme.case import Case, Cohort
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat
from programme.message import MessageKind
from programme.people import Role
from programme.reassignment import why_barred
from programme.use_cases.announce_allocation import announce_due_allocation
from programme.use_cases.draw_allocation import draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.record_observation import (
    RecordObservation,
    observable_by,
    record_observation,
)
from programme.use_cases.send_duties import send_duties
from programme.use_cases.show_audit import show_audit
from programme.use_cases.show_duties import show_duties
from tests.little_council import ADDED, STAFF, LittleCouncil, case_list, person

pytestmark = pytest.mark.rule("WC-12")

ROUND = "reviewing_practice"
PAM = person("Pam", Role.PRACTICE_MANAGER)
IVY = person("Ivy", Role.INDEPENDENT_REVIEWING_OFFICER)
CORA = person("Cora", Role.CONFERENCE_CHAIR, area="South")
NEW_YEAR = datetime(2027, 1, 4, 9, tzinfo=UTC)
SPRING = datetime(2027, 4, 1, 8, tzinfo=UTC)
CASES = tuple(
    Case(f"RV-{n}", Cohort.CHILD_IN_CARE, "Ash", iro=iro)
    for n, iro in enumerate(("Ivy", "Cora", "Ivy", "Cora", None, "Ann"))
)


@pytest.fixture
async def little(little: LittleCouncil) -> LittleCouncil:
    await little.take_staff(*STAFF, PAM, IVY, CORA)
    command = ImportCases(little.council, case_list(CASES), "command line")
    await import_cases(command, work=little.work, now=ADDED)
    return little


async def quarter(little: LittleCouncil, now: datetime) -> list[str]:
    """Draws and announces the quarter of `now`; the cards that Pam has had for the round."""
    command = little.drawing(Month.of(little.council.today(now)), of=ROUND)
    await draw_allocation(command, work=little.work, solver=ScipySolver(), now=now)
    await announce_due_allocation(little.council, work=little.work, now=now)
    own = await little.messages(MessageKind.ALLOCATION)
    return [m.subject for m in own if m.person_id == "pam" and ROUND in m.subject]


async def test_each_quarter_another_officers_practice_is_audited_and_the_auditor_is_told_whose(
    little: LittleCouncil,
) -> None:
    assert await quarter(little, NEW_YEAR) == [f"{ROUND}/2027-01"]
    assert await quarter(little, SPRING) == [f"{ROUND}/2027-01", f"{ROUND}/2027-04"]
    async with little.work(little.tenant_id) as w:
        first, second = [
            (await w.audits.of_round(ROUND, Month(2027, number)))[0] for number in (1, 4)
        ]
        assert {first.practice_of, second.practice_of} == {"ivy", "cora"}
        asked = ("pam", f"{ROUND}/2027-01")
        drawn = await LIVE[MessageKind.ALLOCATION].draw(little.council, w, [asked], NEW_YEAR.date())
        name = str(first.practice_of).capitalize()
        assert f"chair's practice: {name}" in str(drawn[asked].card)
        assert (await show_audit(little.council, w, PAM, first.id)).practice_of == name


async def observe(little: LittleCouncil, of: str, by: str = "pam") -> None:
    command = RecordObservation(
        council=little.council,
        person=await little.person(by),
        observation_id=f"{of:0<32}",
        observed_id=of,
        setting="review",
        on=NEW_YEAR.date(),
        seen="The child chaired the first half.",
        discussed=True,
        discussed_on=None,
        training_needs="",
        source="dialog",
    )
    await record_observation(command, work=little.work, now=NEW_YEAR)


async def test_reviewing_officers_and_chairs_are_observed_and_nobody_else(
    little: LittleCouncil,
) -> None:
    async with little.work(little.tenant_id) as w:
        _, observable = await observable_by(little.council, w, PAM, NEW_YEAR.date())
    assert {one.id for one in observable} == {"ivy", "cora"}
    with pytest.raises(CorrectAndRepeat) as refused:
        await observe(little, "ann")
    assert refused.value.problems == {
        "observed": "Please choose someone who is an independent reviewing officer or a child "
        "protection conference chair."
    }
    await observe(little, "cora")
    assert await little.readers(MessageKind.OBSERVED) == ["cora"]


async def test_who_has_left_isnt_observed_and_only_practice_managers_observe(
    little: LittleCouncil,
) -> None:
    await little.take_staff(*STAFF, PAM, IVY, replace(CORA, roles=frozenset({Role.SOCIAL_WORKER})))
    async with little.work(little.tenant_id) as w:
        _, observable = await observable_by(little.council, w, PAM, NEW_YEAR.date())
        assert [one.id for one in observable] == ["ivy"]
    with pytest.raises(AskSomeoneAllowed, match="is observed by one of: practice manager"):
        await observe(little, "ivy", by="gil")


async def test_the_observation_is_owed_and_told_of_each_quarter_and_counts_in_its_own(
    little: LittleCouncil,
) -> None:
    for now in (NEW_YEAR, datetime(2027, 2, 1, 9, tzinfo=UTC), SPRING):
        await send_duties(little.council, work=little.work, now=now)
    cards = await little.messages(MessageKind.DUTIES)
    assert [(m.person_id, m.subject) for m in cards] == [("pam", "2027-01"), ("pam", "2027-04")]
    await observe(little, "ivy")
    async with little.work(little.tenant_id) as w:
        for month, left in ((1, 0), (4, 1)):
            of = Month(2027, month)
            view = await show_duties(little.council, w, of, ["pam"], of.first)
            assert [line.left for line in view["pam"].lines] == [left]


async def test_nobody_is_given_the_audit_of_their_own_practice(little: LittleCouncil) -> None:
    await quarter(little, NEW_YEAR)
    async with little.work(little.tenant_id) as w:
        (audit,) = await w.audits.of_round(ROUND, Month(2027, 1))
    for officer, barred in ((IVY, audit.practice_of == "ivy"), (CORA, audit.practice_of == "cora")):
        why = why_barred(
            audit, "lead", officer, None, NEW_YEAR.date(), moderator_id=None, conflicted=()
        )
        assert (why is not None) == barred
        assert why is None or "own practice" in why

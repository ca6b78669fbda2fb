"""Audits of every month."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from programme.audit import Audit, AuditState
from programme.audit_in_brief import AuditInBrief
from programme.audit_record import AuditRecord
from programme.errors import ShowAsItIsNow
from programme.ports import Work
from tests.storage.examples import AUDIT, COUNCIL, DECEMBER, NOW, OTHER_COUNCIL

SECOND = replace(AUDIT, id="au2", case_reference="C050", lead_id="p2", peer_id="p3")
ALONE = replace(AUDIT, id="au3", case_reference="C200", lead_id="p3", peer_id=None)
JANUARY = replace(AUDIT, id="au4", month=DECEMBER.plus(1))


@pytest.fixture(autouse=True)
async def _audits(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.audits.add([AUDIT, SECOND, ALONE, JANUARY])
        await unit.commit()


def _ids(audits: tuple[Audit, ...]) -> list[str]:
    return [audit.id for audit in audits]


async def test_audits_are_found_by_id_month_case_and_auditor(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.audits.get("au2") == SECOND
        assert await unit.audits.get("au9") is None
        assert _ids(await unit.audits.some({"au4", "au1", "au9"})) == ["au1", "au4"]
        assert _ids(await unit.audits.of_month(DECEMBER)) == ["au2", "au1", "au3"]
        assert _ids(await unit.audits.of_case("C100")) == ["au4", "au1"]
        assert _ids(await unit.audits.of_auditors({"p2"}, "files", DECEMBER)) == ["au2", "au1"]
        assert _ids(await unit.audits.of_auditors({"p3", "p2"}, "files", DECEMBER)) == [
            "au2",
            "au1",
            "au3",
        ]
        assert await unit.audits.of_auditors((), "files", DECEMBER) == ()


async def test_cases_are_being_audited_until_they_are_submitted_or_withdrawn(work: Work) -> None:
    beside = replace(AUDIT, id="au7", case_reference="C400", round_id="")
    async with work(COUNCIL) as unit:
        await unit.audits.add([beside])
        await unit.audits.save(replace(SECOND, version=2, state=AuditState.SUBMITTED))
        await unit.audits.save(replace(ALONE, version=2, state=AuditState.WITHDRAWN))
        assert await unit.audits.being_audited() == {"C100", "C400"}


async def test_a_rounds_audits_of_any_period_are_there_until_they_are_submitted(work: Work) -> None:
    beside = replace(AUDIT, id="au7", case_reference="C400", round_id="")
    long_ago = replace(AUDIT, id="au8", month=DECEMBER.plus(-30))
    done = replace(SECOND, version=2, state=AuditState.SUBMITTED, submitted_at=NOW)
    async with work(COUNCIL) as unit:
        await unit.audits.add([beside, long_ago])
        await unit.audits.save(done)
        await unit.audits.save(replace(ALONE, version=2, state=AuditState.WITHDRAWN))
        assert _ids(await unit.audits.unsubmitted_of_rounds()) == ["au8", "au1", "au4"]
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.audits.unsubmitted_of_rounds() == ()


async def test_a_round_in_brief_is_what_its_audits_are(work: Work) -> None:
    views_first = replace(AUDIT, version=2, views_recorded_at=NOW)
    submitted = replace(SECOND, version=2, state=AuditState.SUBMITTED, submitted_at=NOW)
    complete = replace(submitted, id="au5", version=1, views_recorded_at=NOW)
    withdrawn = replace(complete, id="au6", state=AuditState.WITHDRAWN)
    begun = replace(ALONE, version=2, state=AuditState.IN_PROGRESS)
    beside = replace(AUDIT, id="au7", round_id="mid_way")
    async with work(COUNCIL) as unit:
        await unit.audits.add([complete, withdrawn, beside])
        for changed in (views_first, submitted, begun):
            await unit.audits.save(changed)
        audits = await unit.audits.of_round("files", DECEMBER)
        in_brief = await unit.audits.of_round_in_brief("files", DECEMBER)

    assert len(in_brief) == 4
    assert {one.id: one for one in in_brief} == {
        each.id: AuditInBrief(
            each.id,
            each.lead_id,
            each.peer_id,
            each.service_area,
            each.is_submitted,
            each.is_complete,
        )
        for each in audits
    }


async def test_the_rounds_of_a_month_are_kept_apart(work: Work) -> None:
    other = replace(AUDIT, id="au5", case_reference="C300", round_id="mid_way", theme=None)
    earlier = replace(other, id="au6", month=DECEMBER.plus(-3), lead_id="p9")
    async with work(COUNCIL) as unit:
        await unit.audits.add([other, earlier])
        assert await unit.audits.of_round("mid_way", DECEMBER) == (other,)
        assert _ids(await unit.audits.of_auditors({"p1"}, "mid_way", DECEMBER)) == ["au5"]
        assert len(await unit.audits.of_month(DECEMBER)) == 4
        assert await unit.audits.last_turns("mid_way") == {
            "p1": DECEMBER,
            "p9": DECEMBER.plus(-3),
        }
        assert await unit.audits.last_practice("mid_way") == {}


@pytest.mark.rule("BD-10")
async def test_an_audit_that_was_withdrawn_is_nobodys_turn(work: Work) -> None:
    had = replace(
        AUDIT, id="au5", case_reference="C300", round_id="senior", month=DECEMBER.plus(-2)
    )
    withdrawn = replace(had, id="au6", month=DECEMBER, state=AuditState.WITHDRAWN)
    only = replace(withdrawn, id="au7", case_reference="C400", lead_id="p9")
    async with work(COUNCIL) as unit:
        await unit.audits.add([had, withdrawn, only])
        assert await unit.audits.last_turns("senior") == {"p1": DECEMBER.plus(-2)}


@pytest.mark.rule("WC-12")
async def test_whose_practice_was_looked_at_last_is_known_by_round(work: Work) -> None:
    quarter = replace(AUDIT, id="au5", case_reference="C300", round_id="practice", practice_of="p8")
    before = replace(quarter, id="au6", month=DECEMBER.plus(-3))
    withdrawn = replace(quarter, id="au7", practice_of="p9", state=AuditState.WITHDRAWN)
    other = replace(quarter, id="au8", round_id="mid_way", practice_of="p7")
    async with work(COUNCIL) as unit:
        await unit.audits.add([quarter, before, withdrawn, other])
        assert await unit.audits.get("au5") == quarter
        assert await unit.audits.last_practice("practice") == {"p8": DECEMBER}


async def test_more_ids_are_asked_for_than_one_statement_takes(work: Work) -> None:
    many = [f"none-{number}" for number in range(4 * 10_000)]
    async with work(COUNCIL) as unit:
        assert _ids(await unit.audits.some([*many, "au1"])) == ["au1"]


async def test_an_audit_is_finished_when_it_is_submitted_and_the_views_are_recorded(
    work: Work,
) -> None:
    submitted = replace(AUDIT, version=2, state=AuditState.SUBMITTED, submitted_at=NOW)
    async with work(COUNCIL) as unit:
        await unit.audits.save(submitted)
        assert _ids(await unit.audits.unfinished_of("p1")) == ["au1", "au4"]
        await unit.audits.save(replace(submitted, version=3, views_recorded_at=NOW))
        assert _ids(await unit.audits.unfinished_of("p1")) == ["au4"]
        assert _ids(await unit.audits.unfinished_of("p2")) == ["au2", "au4"]


async def test_what_the_next_draw_asks_of_the_past(work: Work) -> None:
    async with work(COUNCIL) as unit:
        assert await unit.audits.last_audited() == {
            "C100": date(2027, 1, 1),
            "C050": date(2026, 12, 1),
            "C200": date(2026, 12, 1),
        }
        assert await unit.audits.pairs_since(DECEMBER) == {("p1", "p2"): 2, ("p2", "p3"): 1}
        assert await unit.audits.pairs_since(DECEMBER.plus(1)) == {("p1", "p2"): 1}


async def test_how_many_of_a_months_audits_somebody_has_in_any_part(work: Work) -> None:
    """The withdrawn don't count, nor do those outside the rounds."""
    withdrawn = replace(AUDIT, id="au5", case_reference="C300", state=AuditState.WITHDRAWN)
    outside = replace(AUDIT, id="au6", case_reference="C400", round_id="")
    async with work(COUNCIL) as unit:
        await unit.audits.add([withdrawn, outside])
        assert await unit.audits.load(DECEMBER) == {"p1": 1, "p2": 2, "p3": 2}
        assert await unit.audits.load(DECEMBER.plus(2)) == {}


async def test_a_change_of_an_older_version_is_refused_and_changes_nothing(work: Work) -> None:
    first = replace(AUDIT, version=2, record=AuditRecord(went_well="first"))
    async with work(COUNCIL) as unit:
        await unit.audits.save(first)
        await unit.commit()
    async with work(COUNCIL) as unit:
        with pytest.raises(ShowAsItIsNow, match="as it stands"):
            await unit.audits.save(replace(AUDIT, version=2, record=AuditRecord(went_well="2nd")))
        await unit.commit()

    async with work(COUNCIL) as unit:
        assert await unit.audits.get("au1") == first
        assert await unit.audits.get("au2") == SECOND


async def test_of_two_changes_at_once_one_is_kept(work: Work) -> None:
    async def change(words: str) -> bool:
        async with work(COUNCIL) as unit:
            audit = await unit.audits.get("au1")
            assert audit is not None
            if audit.version > 1:
                return False
            await asyncio.sleep(0)
            try:
                await unit.audits.save(
                    replace(audit, version=2, record=AuditRecord(went_well=words))
                )
            except ShowAsItIsNow:
                return False
            await unit.commit()
            return True

    assert sorted(await asyncio.gather(*map(change, "abcdef"))) == [False] * 5 + [True]

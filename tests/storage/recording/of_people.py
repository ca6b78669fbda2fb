"""What simulated people don't do, done by the repositories."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from programme.audit import Audit
from programme.audit_review import AuditReview
from programme.calendar import Month
from programme.chairs_report import ChairsReport
from programme.council import FrameworkVersion
from programme.outside_rounds import CommissionedAudit
from programme.people import Person
from programme.ports import UnitOfWork
from programme.ports.follow_up import TrainingExample
from programme.reassignment import Reassignment
from programme.theme import MonthTheme
from storage.councils import StoredCouncils
from storage.engine import Engine
from storage.work import StoredWork
from tests.storage.test_disputes import DISPUTE
from tests.storage.test_hand_overs import ASKED
from tests.storage.test_practice_acknowledgements import PRACTICE

NOW = datetime(2027, 1, 29, 17, 0, tzinfo=UTC)
"""When the last simulated working day is over."""

_MONTHS = [Month(2026, 10).plus(number) for number in range(5)]


async def add_by_hand(engine: Engine, tenant_id: str) -> None:
    """A row or more of what three simulated months leave out."""
    council = await StoredCouncils(engine).get(tenant_id)
    if council is None:
        raise RuntimeError(f"{tenant_id} was not simulated.")
    async with StoredWork(engine)(tenant_id) as w:
        people = await w.people.all()
        audits = [audit for month in _MONTHS for audit in await w.audits.of_month(month)]
        await _about_audits(w, audits, people[0], people[-1])
        await _about_cases(w, audits[0], people[0], people[-1])
        await w.overview_turns.take("quarter", "2026-10", people[0].id, NOW)
        await w.themes.save(MonthTheme(Month(2027, 3), "Neglect", people[0].id, NOW))
        await w.people.save([replace(people[-1], active=False)])
        await w.cases.save([replace((await w.cases.all())[-1], active=False)])
        await w.retained.note_departures(NOW.date())
        await w.subjects.erase_people([people[-2]], NOW)
        await w.commit()
    coming = FrameworkVersion("2027.4", date(2027, 4, 1), council.rules, NOW)
    await StoredCouncils(engine).adopt(tenant_id, coming)


async def _about_audits(w: UnitOfWork, audits: list[Audit], person: Person, leaver: Person) -> None:
    first, second = audits[0], audits[1]
    await w.audit_reviews.add(AuditReview(first.id, "At the team's meeting.", person.id, NOW))
    await w.training_examples.add(TrainingExample(second.id, person.id, NOW))
    await w.outside_rounds.add_commissioned(
        CommissionedAudit(second.id, "targeted", "Visits", person.id, NOW, date(2027, 2, 12))
    )
    await w.hand_overs.add(
        replace(
            ASKED,
            audit_id=first.id,
            case_reference=first.case_reference,
            asked_by=first.lead_id,
            asked_at=NOW,
            to_id=second.lead_id,
            swap_audit_id=second.id,
            answer_by=date(2027, 2, 3),
        )
    )
    await w.reassignments.add(
        Reassignment(
            audit_id=second.id,
            version=second.version,
            month=second.month,
            case_reference=second.case_reference,
            part="lead",
            from_id=leaver.id,
            to_id=second.lead_id,
            reason="They have left.",
            by=person.id,
            at=NOW,
        )
    )


async def _about_cases(w: UnitOfWork, audit: Audit, person: Person, other: Person) -> None:
    reference, team, area = audit.case_reference, audit.team, audit.service_area
    await w.disputes.add(
        replace(
            DISPUTE,
            case_reference=reference,
            team=team,
            service_area=area,
            raised_by=person.id,
            raised_at=NOW,
            level_due=date(2027, 2, 5),
            history=(replace(DISPUTE.history[0], by=person.id, at=NOW),),
        )
    )
    await w.practice.add(
        replace(
            PRACTICE,
            case_reference=reference,
            team=team,
            service_area=area,
            practitioner_id=other.id,
            recorded_by=person.id,
            recorded_at=NOW - timedelta(hours=1),
        )
    )
    on, answers = date(2027, 1, 8), {"views": "yes", "plan": "no"}
    await w.chairs_reports.add(
        ChairsReport("cr1", reference, team, area, "review", on, answers, person.id, NOW)
    )

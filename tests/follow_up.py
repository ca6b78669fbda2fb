"""The little council with rules for what follows an audit, and audits with a grade to follow."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from bot.solver import ScipySolver
from dialogs.conversation import Turn
from programme.action import Action, ProposedAction
from programme.audit import Audit
from programme.case import Case
from programme.council import Council
from programme.framework import Framework
from programme.message import MessageKind
from programme.people import Person, Role
from programme.rules.commission import CommissionRule
from programme.rules.follow_up import Celebration, GradeAlert, ReAudit, ResultCopies
from programme.rules.overview import OverviewRule
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.little_council import (
    DUE,
    FRAMEWORK,
    THE_FIRST,
    LittleCouncil,
    a_full_record,
    all_sought,
    person,
)

BEST, GOOD, POOR, WORST = (grade.id for grade in FRAMEWORK.grades)
TOOL = FRAMEWORK.allocation.tools[0]
HANNAH = person("Hannah", Role.HEAD_OF_SERVICE)
SIMON = person("Simon", Role.SERVICE_MANAGER, area="North")
SOPHIE = person("Sophie", Role.SERVICE_MANAGER, area="South")
PIA = person("Pia", Role.PRINCIPAL_SOCIAL_WORKER)
SOCIAL_WORKER = {"roles": frozenset({Role.SOCIAL_WORKER}), "team": "Elm", "service_area": "Other"}
"""What another staff list may say of somebody: no manager any more, and in another place."""
AN_ACTION = ProposedAction("Update the chronology.", "Ash", DUE)

ALERT = GradeAlert((WORST,), ("team_manager", "service_manager"))
ASKED = GradeAlert((WORST,), ("team_manager", "head_of_service"), answer_within_working_days=5)
RE_AUDIT = ReAudit((WORST,), weeks=6, tool=TOOL)
RESULTS = ResultCopies(
    ("case_worker", "team_manager", "line_manager_of_team_manager", "lead_auditor")
)
CELEBRATION = Celebration((BEST,), ("case_worker", "team_manager"), (Role.PRINCIPAL_SOCIAL_WORKER,))
COMMISSION = CommissionRule("targeted", "Targeted audit", (Role.GROUP_MANAGER,), TOOL, 10)
OVERVIEW = OverviewRule(
    "board",
    "Performance board overview",
    (Role.SERVICE_MANAGER,),
    "their_service_area",
    every_months=1,
    working_days_after=3,
)


def with_rules(little: LittleCouncil, **rules: object) -> LittleCouncil:
    """The same council under a framework that has these rules as well."""
    framework: Framework = replace(little.council.framework, **rules)  # type: ignore[arg-type]  # by name
    council: Council = replace(little.council, framework=framework)
    return replace(little, council=council)


async def add_people(little: LittleCouncil, *people: Person) -> None:
    """Takes people into the staff list, or changes them."""
    async with little.work(little.tenant_id) as w:
        await w.people.save(people)
        await w.commit()


async def name_worker(little: LittleCouncil, reference: str, worker: str | None) -> None:
    """Has the case list name somebody else as the case's worker."""
    async with little.work(little.tenant_id) as w:
        case = await w.cases.get(reference)
        assert isinstance(case, Case)
        await w.cases.save([replace(case, worker=worker)])
        await w.commit()


async def graded(
    little: LittleCouncil,
    overall: str,
    *actions: ProposedAction,
    lead: str = "ann",
    now: datetime = THE_FIRST,
    audit: Audit | None = None,
) -> tuple[Audit, tuple[Action, ...]]:
    """The audit that `lead` leads (December's, unless one is given), submitted with the grade."""
    found = audit or await little.audit_led_by(lead)
    framework = little.council.framework
    soon = little.council.calendar.plus_working_days(little.council.today(now), 10)
    record = replace(
        a_full_record(framework, *(actions or (replace(AN_ACTION, due=soon),))),
        overall=overall,
        views=all_sought(framework),
    )
    by = await little.person(lead)
    draft = await save_audit_draft(
        SaveAuditDraft(little.council, by, found.id, lambda _: record, "dialog"),
        work=little.work,
        now=now,
    )
    done = await submit_audit(
        SubmitAudit(little.council, by, found.id, draft.version, "dialog"),
        work=little.work,
        now=now,
    )
    async with little.work(little.tenant_id) as w:
        return done, await w.actions.of_audits([found.id])


async def turn(
    little: LittleCouncil, person_id: str, now: datetime = THE_FIRST, source: str = "card"
) -> Turn:
    """Something that the person does."""
    return Turn(
        council=little.council,
        person=await little.person(person_id),
        source=source,
        key="1",
        now=now,
        work=little.work,
        chance=lambda: 1,
        solver=ScipySolver(),
    )


async def audit_of(little: LittleCouncil, audit_id: str) -> Audit:
    """The audit as kept."""
    async with little.work(little.tenant_id) as w:
        found = await w.audits.get(audit_id)
    assert found is not None
    return found


async def sent_on(little: LittleCouncil, kind: MessageKind) -> Mapping[str, date]:
    """The council's day from which each message of the kind may go, by its key."""
    return {
        message.key: little.council.today(message.not_before)
        for message in await little.messages(kind)
    }

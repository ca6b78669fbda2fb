"""The people, audits and actions that the catalogue's cards show. It is 1 December 2026."""

from dataclasses import replace
from datetime import UTC, date, datetime

from bot.bank_holidays import england
from programme.action import Action, ActionState, ProposedAction
from programme.action_step import StepKind
from programme.audit import Audit, AuditState
from programme.audit_record import AuditRecord, ViewSought
from programme.calendar import Calendar, Month
from programme.case import Cohort
from programme.council import Council
from programme.frameworks.load import load_shipped, shipped
from programme.people import Person, Role
from programme.round_period import round_period
from programme.rules.tool import AuditPart
from programme.slip import Slip
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.show_allocation import AllocatedAudit

TODAY = date(2026, 12, 1)
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DECEMBER = Month(2026, 12)
COUNCIL = Council(
    "22222222-2222-4222-8222-222222222222",
    next(found for found in map(load_shipped, shipped()) if found.allocation.peer),
    Calendar(england(TODAY)),
)
PERIOD = round_period(COUNCIL.framework, COUNCIL.framework.allocation, DECEMBER)
MID_WAY = replace(
    PERIOD,
    rule=replace(PERIOD.rule, id="mid_way", title="Mid-way audits by reviewing officers"),
    is_main=False,
    is_one_of_several=True,
)
"""Another round of a council that has several."""
SEVERAL = tuple(
    replace(MID_WAY, rule=replace(MID_WAY.rule, id=f"round_{n}", title=f"Mid-way audits {n}"))
    for n in range(1, 9)
)
"""More rounds of one month than a row of buttons holds."""


def person(name: str, *roles: Role, team: str | None = None, area: str | None = None) -> Person:
    forename = name.split()[0].lower()
    return Person(forename, name, f"{forename}@council.example", frozenset(roles), team, area)


PRIYA = person("Priya Nair", Role.TEAM_MANAGER, team="Harrowmere North", area="Locality")
YUSUF = person("Yusuf Demir", Role.TEAM_MANAGER, team="Stourley", area="Locality")
KWABENA = person("Kwabena Asante", Role.GROUP_MANAGER, area="Locality")
ELEANOR = person("Eleanor Marsh", Role.QA_OFFICER)
SLIP = Slip(StepKind.COMPLETED, date(2026, 12, 2))
COHORTS = tuple(Cohort)[:8]
WHY = (
    "Priya Nair leads as team manager of Harrowmere North, the team responsible for the case.",
    "Yusuf Demir is the peer auditor as another team manager of Locality, with 1 of its 6 audits.",
    "Priya Nair and Yusuf Demir have not audited together in the last 12 months.",
    "The child in need cohort makes up 38% of the council's cases open to audit; 7 of them come.",
    "It was drawn at random from 31 child in need cases of Harrowmere North open to audit.",
    "No earlier audit of it is on record.",
)


def audit(number: int = 1, *, peer: bool = True, team: str = "Harrowmere North") -> Audit:
    """Audit `number`, still to do."""
    return Audit(
        id=f"{number:032x}",
        month=DECEMBER,
        case_reference=f"CF-{2000 + number}",
        cohort=COHORTS[number % len(COHORTS)],
        team=team,
        service_area="Locality",
        tool_id=COUNCIL.framework.tool_for("Locality").id,
        lead_id=PRIYA.id,
        peer_id=YUSUF.id if peer else None,
        due=date(2026, 12, 31),
        why=WHY,
    )


def line(
    number: int = 1, part: AuditPart | None = "lead", *, of: Audit | None = None, peer: bool = True
) -> AllocatedAudit:
    """A line of an allocation: of audit `number`, or of the audit that is given."""
    found = of or audit(number, peer=peer)
    return AllocatedAudit(
        audit=found,
        tool=COUNCIL.framework.tool(found.tool_id).title,
        lead=PRIYA.name,
        peer=YUSUF.name if peer else None,
        part=part,
        views_awaited=found.views_recorded_at is None
        and part == found.views_asked_of(COUNCIL.framework),
    )


def long_words(characters: int) -> str:
    """As much as a field takes, in words of ordinary length, ending in a full stop."""
    words = "The plan was agreed with the family and is reviewed at every core group. "
    return (words * (characters // len(words) + 1))[: characters - 1] + "."


def action(number: int = 1, text: str = "", **changes: object) -> Action:
    """Action `number`, open."""
    made = Action(
        id=f"{number:032x}",
        audit_id=f"{1:032x}",
        month=str(DECEMBER),
        number=number,
        case_reference="CF-2001",
        team="Harrowmere North",
        text=text or f"Agree step {number} of the plan with the family.",
        due=date(2026, 12, 10),
        set_by=PRIYA.id,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # by name


def completed(number: int = 1, note: str = "Agreed at the core group.") -> Action:
    return action(
        number,
        state=ActionState.COMPLETED,
        completed_by=PRIYA.id,
        completed_at=NOW,
        completion_note=note,
    )


def moved(number: int = 1, reason: str = "The school is closed until then.") -> Action:
    return action(
        number,
        extensions=1,
        extension_reason=reason,
        first_due=date(2026, 11, 26),
        due=date(2026, 12, 10),
    )


def action_line(of: Action, *, may_act: bool = True) -> ActionLine:
    extendable = of.is_open and not of.extensions
    return ActionLine(
        action=of,
        set_by=PRIYA.name,
        completed_by=None if of.is_open else PRIYA.name,
        overdue=of.is_overdue(TODAY),
        may_act=may_act and of.is_open,
        may_extend_to=date(2026, 12, 24) if extendable else None,
    )


def record(actions: int = 0, *, longest: bool = False) -> AuditRecord:
    """A record with everything in it, at its longest if asked."""
    framework = COUNCIL.framework
    grade = framework.grades[1].id
    areas = framework.tool_for("Locality").areas
    return AuditRecord(
        grades={area.id: grade for area in areas},
        overall=grade,
        went_well=long_words(2000) if longest else "Visits are regular and recorded.",
        to_learn=long_words(2000) if longest else "The plan lacks dates.",
        views={
            whose.id: ViewSought(False, long_words(500) if longest else "Too young to be asked.")
            for whose in framework.views.of
        },
        actions=tuple(
            ProposedAction(
                f"{n}: {long_words(496)}" if longest else f"Date step {n} of the plan.",
                "Harrowmere North",
                date(2026, 12, 10),
            )
            for n in range(1, actions + 1)
        ),
    )


def submitted(of: Audit) -> Audit:
    """The audit as its lead has submitted it."""
    return replace(of, state=AuditState.SUBMITTED, submitted_at=NOW, submitted_by=PRIYA.id)


def withdrawn(of: Audit, why: str = "The case is closed.") -> Audit:
    """The audit as a QA officer has withdrawn it."""
    return replace(of, state=AuditState.WITHDRAWN, withdrawn_reason=why)


def closed(of: Audit) -> Audit:
    """The audit with its case closed before it was begun."""
    return replace(of, case_closed_on=date(2026, 12, 3))


def complete(of: Audit) -> Audit:
    """The audit with nothing awaited any more."""
    return replace(submitted(of), views_recorded_at=NOW)

"""A little fictional council in a real database, and what a test wants to see of it.

North has the teams Ash and Birch, South has Cherry and Damson, Fostering has Elm alone. Each team
has a manager of the same initial; Ash has an assistant, North and South a group manager. Ids are
first names, and the same in every council, so that only the tenant keeps two apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from bot.bank_holidays import england
from bot.solver import ScipySolver
from programme.action import Action, ProposedAction
from programme.audit import Audit
from programme.audit_answers import choices_of
from programme.audit_record import AuditRecord, ViewSought
from programme.calendar import Calendar, Month
from programme.case import Case, Cohort
from programme.case_list import CaseList
from programme.council import Council
from programme.framework import Framework
from programme.frameworks.load import load_shipped, read_shipped, shipped
from programme.message import Conversation, Delivery, Message, MessageKind
from programme.people import Absence, Person, Role, Team
from programme.ports import Receipt
from programme.round_period import RoundPeriod, find_round, round_period
from programme.rules.tool import AuditTool
from programme.staff_list import StaffList
from programme.use_cases.draw_allocation import DrawAllocation, Drawn, draw_allocation
from programme.use_cases.import_cases import ImportCases, import_cases
from programme.use_cases.import_staff import ImportStaff, import_staff
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from storage.delivery_queue import StoredDeliveryQueue
from storage.engine import Engine
from tests.seen import Seen

TENANT = "11111111-1111-4111-8111-111111111111"
OTHER_TENANT = "22222222-2222-4222-8222-222222222222"
FRAMEWORK = next(
    framework
    for framework in map(load_shipped, shipped())
    if any(of.rule == "WC-02" for of in framework.provenance.values())
)
MAIN = FRAMEWORK.allocation.id
MAIN_ALONE = replace(FRAMEWORK, rounds=FRAMEWORK.rounds[:1], moderation=(), loop_check=None)
"""The framework with its main round alone, for what is shown of one round."""
RULES = read_shipped(FRAMEWORK.id)
CALENDAR = Calendar(england(date(2026, 12, 1)))
DECEMBER = Month(2026, 12)
ADDED = datetime(2026, 11, 16, 10, 0, tzinfo=UTC)
THE_FIRST = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
"""Tuesday 1 December 2026, 09:00 in London."""
SEED = 7
LONG_BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)

TEAMS = (
    Team("Ash", "North"),
    Team("Birch", "North"),
    Team("Cherry", "South"),
    Team("Damson", "South"),
    Team("Elm", "Fostering"),
)


def person(
    name: str, *roles: Role, team: str | None = None, area: str | None = None, **more: str | None
) -> Person:
    """Someone whose id and address are their name."""
    return Person(
        id=name.lower(),
        name=name,
        email=f"{name.lower()}@council.example",
        roles=frozenset(roles),
        team=team,
        service_area=area,
        object_id=more.get("object_id"),
    )


STAFF = (
    person("Ann", Role.TEAM_MANAGER, team="Ash", area="North"),
    person("Abe", Role.ASSISTANT_TEAM_MANAGER, team="Ash", area="North"),
    person("Sam", Role.SOCIAL_WORKER, team="Ash", area="North"),
    person("Ben", Role.TEAM_MANAGER, team="Birch", area="North"),
    person("Cat", Role.TEAM_MANAGER, team="Cherry", area="South"),
    person("Dan", Role.TEAM_MANAGER, team="Damson", area="South"),
    person("Eve", Role.TEAM_MANAGER, team="Elm", area="Fostering"),
    person("Gil", Role.GROUP_MANAGER, area="North"),
    person("Gus", Role.GROUP_MANAGER, area="South"),
    person("Quinn", Role.QA_OFFICER),
)
CASES = tuple(
    Case(f"CF-{10 * number + n}", cohort, team.name, worker="Sam", opened=date(2026, 5, 4))
    for number, team in enumerate(TEAMS, start=1)
    for n, cohort in enumerate((Cohort.CHILD_IN_NEED, Cohort.CHILD_PROTECTION, Cohort.REFERRAL))
)
DUE = date(2026, 12, 18)
"""When the actions of `a_full_record` are due, a Friday."""


def a_full_record(
    framework: Framework, *actions: ProposedAction, area: str = "North"
) -> AuditRecord:
    """A record of the service area's tool with everything that its lead auditor must write."""
    return replace(
        a_record_of(framework, framework.tool_for(area)),
        views={},
        actions=actions or (ProposedAction("Update the chronology.", "Ash", DUE),),
    )


def a_record_of(framework: Framework, tool: AuditTool) -> AuditRecord:
    """A record with all that the tool asks, and no actions."""
    return AuditRecord(
        grades={area.id: framework.grades[1].id for area in tool.graded_areas},
        overall=framework.grades[1].id if tool.grades_the_whole else None,
        answers={each.id: next(iter(choices_of(each)), "A line.") for each in tool.questions},
        went_well="Direct work was purposeful.",
        to_learn="Supervision could be more reflective.",
        views=all_sought(framework, tool.id),
    )


def all_sought(framework: Framework, tool_id: str = "") -> Mapping[str, ViewSought]:
    """That everybody's views were sought, whom the tool (the main one, without any) asks after."""
    views = framework.views_of(tool_id) if tool_id else framework.views
    return {whose.id: ViewSought(sought=True) for whose in views.of}


def staff_list(people: Sequence[Person] = STAFF, teams: Sequence[Team] = TEAMS) -> StaffList:
    """A staff list as it was read."""
    return StaffList(tuple(people), tuple(teams), read=len(people))


def case_list(cases: Sequence[Case] = CASES) -> CaseList:
    """A case list as it was read."""
    return CaseList(tuple(cases), read=len(cases))


@dataclass(frozen=True)
class LittleCouncil(Seen):
    """A council in the database of `engine`."""

    engine: Engine
    council: Council

    @property
    def tenant_id(self) -> str:
        return self.council.tenant_id

    async def fill(self) -> None:
        """Takes in its staff and its cases."""
        await self.take_staff(*STAFF)
        await import_cases(
            ImportCases(self.council, case_list(), "command line"), work=self.work, now=ADDED
        )

    async def take_staff(self, *people: Person, teams: Sequence[Team] = TEAMS) -> None:
        """Takes in another staff list."""
        staff = staff_list(people, teams)
        await import_staff(
            ImportStaff(self.council, staff, "command line"), work=self.work, now=ADDED
        )

    async def away(self, person_id: str, first: date, last: date) -> None:
        """Keeps that the person is away."""
        async with self.work(self.tenant_id) as w:
            found = await self.person(person_id)
            await w.people.save([replace(found, absences=(Absence(first, last),))])
            await w.commit()

    def period(self, month: Month = DECEMBER, of: str = "") -> RoundPeriod:
        """The period of a round, the main one without an id, that `month` lies in."""
        rules = self.council.framework
        return round_period(rules, find_round(rules, of), month)

    def drawing(
        self, month: Month = DECEMBER, by: Person | None = None, of: str = ""
    ) -> DrawAllocation:
        """The command to draw a round."""
        return DrawAllocation(self.council, by, self.period(month, of), SEED, "command line")

    async def draw(self, month: Month = DECEMBER, now: datetime = ADDED, of: str = "") -> Drawn:
        """Draws a round from the command line."""
        command = self.drawing(month, of=of)
        return await draw_allocation(command, work=self.work, solver=ScipySolver(), now=now)

    async def person(self, person_id: str) -> Person:
        """The person as kept."""
        async with self.work(self.tenant_id) as w:
            found = await w.people.get(person_id)
        assert found is not None
        return found

    async def audits(self, month: Month = DECEMBER) -> tuple[Audit, ...]:
        """A month's audits as kept."""
        async with self.work(self.tenant_id) as w:
            return await w.audits.of_month(month)

    async def audit_led_by(self, person_id: str, month: Month = DECEMBER) -> Audit:
        """The one audit of the month that the person leads."""
        (found,) = [audit for audit in await self.audits(month) if audit.lead_id == person_id]
        return found

    async def submitted(
        self, *actions: ProposedAction, lead: str = "ann", now: datetime = THE_FIRST
    ) -> tuple[Audit, tuple[Action, ...]]:
        """The audit that `lead` leads in December, recorded and submitted, and its actions."""
        audit = await self.audit_led_by(lead)
        record = a_full_record(self.council.framework, *actions, area=audit.service_area)
        if audit.views_asked_of(self.council.framework) == "lead":
            record = replace(record, views=all_sought(self.council.framework, audit.tool_id))
        by = await self.person(lead)
        draft = await save_audit_draft(
            SaveAuditDraft(self.council, by, audit.id, lambda _: record, "dialog"),
            work=self.work,
            now=now,
        )
        done = await submit_audit(
            SubmitAudit(self.council, by, audit.id, draft.version, "dialog"),
            work=self.work,
            now=now,
        )
        async with self.work(self.tenant_id) as w:
            return done, await w.actions.of_audits([audit.id])

    async def an_action(self, due: date = DUE) -> Action:
        """The one action of Ann's audit, for her own team."""
        _, (action,) = await self.submitted(ProposedAction("Update the chronology.", "Ash", due))
        return action

    async def action(self, action_id: str) -> Action:
        """The action as kept."""
        async with self.work(self.tenant_id) as w:
            found = await w.actions.get(action_id)
        assert found is not None
        return found

    async def settle(
        self,
        person_id: str,
        kind: MessageKind,
        subject: str,
        *shows: str,
        delivery: Delivery = Delivery.SENT,
        reason: str | None = None,
    ) -> None:
        """Has one message sent, or fail; sent, it leaves a live card that shows the entities."""
        queue = StoredDeliveryQueue(self.engine)
        key = f"held:{kind}:{person_id}:{subject}"
        async with self.work(self.tenant_id) as w:
            await w.outbox.add([Message(key, person_id, kind, subject, LONG_BEFORE)])
            await w.commit()
        (message,) = await queue.claim(self.tenant_id, LONG_BEFORE, 2)
        met = Conversation(person_id, "https://teams.example", f"chat-{person_id}", person_id)
        activity = key if delivery is Delivery.SENT else None
        receipt = Receipt(message, delivery, LONG_BEFORE, met, activity, shows, reason)
        await queue.settle(self.tenant_id, [receipt])


def little_council(
    engine: Engine, tenant_id: str = TENANT, framework: Framework = FRAMEWORK
) -> LittleCouncil:
    """A council of the shipped framework, empty until it is filled."""
    return LittleCouncil(engine, Council(tenant_id, framework, CALENDAR))

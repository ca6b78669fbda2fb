"""A council in which every kind of card lies before somebody, and who reads which."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dialogs.table import LIVE
from programme.action import Action
from programme.audit import Audit
from programme.council import Council
from programme.message import MessageKind, moved_subject
from programme.outside_rounds import re_audit_id
from programme.people import Role
from programme.rules.action import Confirmation
from programme.rules.follow_up import LoopCheck
from programme.rules.moderation import ModerationRule
from programme.shown import AUDITORS
from programme.use_cases.ask_for_audit import AskForAudit, Request, ask_for_audit
from programme.use_cases.ask_hand_over import Proposal
from programme.use_cases.bring_loop_checks import bring_loop_checks
from programme.use_cases.record_chairs_report import RecordChairsReport, record_chairs_report
from programme.use_cases.send_digests import send_digests
from programme.use_cases.send_duties import send_duties
from programme.use_cases.show_team_in_channel import places_in
from storage.engine import Engine
from tests.duty_rules import MONDAY, with_duties
from tests.follow_up import (
    ASKED,
    CELEBRATION,
    COMMISSION,
    GOOD,
    OVERVIEW,
    PIA,
    RE_AUDIT,
    RESULTS,
    SIMON,
    add_people,
    name_worker,
    with_rules,
)
from tests.little_council import (
    ADDED,
    DECEMBER,
    DUE,
    FRAMEWORK,
    TEAMS,
    TENANT,
    THE_FIRST,
    LittleCouncil,
    little_council,
    person,
)
from tests.programme.use_cases.choosing import RULE
from tests.programme.use_cases.duty_council import (
    ACTION,
    FIRST_ID,
    SECOND_ID,
    THIRD_ID,
    observed,
    sampled,
    spent_a_day,
)
from tests.programme.use_cases.handing_over import FORM as HANDED_OVER
from tests.programme.use_cases.handing_over import OTHER_FORM, asked
from tests.programme.use_cases.moderating import moderate, worse
from tests.programme.use_cases.reviewing import (
    FORM,
    noted,
    raised,
    reviewing,
)
from tests.programme.use_cases.test_record_chairs_report import FORM as REPORT
from tests.programme.use_cases.test_record_chairs_report import RULE as REPORT_RULE
from tests.programme.use_cases.test_record_chairs_report import TOLD

JANUARY = DECEMBER.plus(1)
ASKED_FOR = Request(COMMISSION.id, "Visits after a return home", "CF-20")
OLA = person("Ola", Role.HEAD_OF_SERVICE, area="South")
THE_18TH = THE_FIRST + timedelta(days=17)
"""The day on which the one action is due, and is in a digest."""


FRAMEWORK_THAT_MODERATES = replace(
    FRAMEWORK,
    rounds=(*FRAMEWORK.rounds, RULE),
    moderation=(ModerationRule("all_by_managers", (Role.GROUP_MANAGER,), 10, 5),),
    loop_check=LoopCheck(weeks=1, by=(Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,)),
)


@dataclass
class Submitted:
    """December drawn, Ann's audit submitted with an action for Ash, and Ash's digest sent.

    The grade alerts, asks for a re-audit and is celebrated; Gil asked Ben for an audit.
    Dan's audit is moderated with a grade that differs, and its loop brought to the QA officer; he
    has begun his year's duties: observed, sampled with an action for Damson, a practice day.
    """

    little: LittleCouncil
    action: Action
    dans: Audit
    commissioned: Audit
    cats_audit_id: str

    @property
    def re_audit_id(self) -> str:
        return re_audit_id(self.action.audit_id)

    async def draw_cards(self, *kinds: MessageKind) -> dict[MessageKind, tuple[str, ...]]:
        """Draws the cards of those kinds, each for its reader, and has them sent."""
        drawn = {}
        for kind in kinds:
            asked = READS[kind](self)
            async with self.little.work(self.little.tenant_id) as w:
                cards = await LIVE[kind].draw(self.little.council, w, [asked], THE_18TH.date())
            drawn[kind] = cards[asked].shows
            await self.little.settle(asked[0], kind, asked[1], *drawn[kind])
        return drawn


def place_id(council: Council, name: str) -> str:
    """The id of the team or the service area."""
    return next(each.id for each in places_in(council, TEAMS) if each.name == name)


READS: dict[MessageKind, Callable[[Submitted], tuple[str, str]]] = {
    MessageKind.WELCOME: lambda _: ("ann", "ann"),
    MessageKind.BEFORE_THE_FIRST: lambda _: ("quinn", str(JANUARY)),
    MessageKind.NOT_DRAWN: lambda _: ("quinn", str(JANUARY)),
    MessageKind.ALLOCATION: lambda _: ("ben", str(DECEMBER)),
    MessageKind.GROUP_ALLOCATION: lambda _: ("gil", str(DECEMBER)),
    MessageKind.AUDITS_DUE: lambda _: ("ben", f"{DECEMBER}/{DECEMBER.last}"),
    MessageKind.ROUND: lambda _: ("quinn", str(DECEMBER)),
    MessageKind.ACTIONS: lambda submitted: ("quinn", submitted.action.audit_id),
    MessageKind.FINDINGS: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.DIGEST: lambda _: ("ann", DUE.isoformat()),
    MessageKind.MY_WORK: lambda _: ("ann", "ann"),
    MessageKind.TEAM_WORK: lambda _: ("gil", "gil"),
    MessageKind.GRADE_ALERT: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.ALERT_ANSWERS: lambda submitted: ("quinn", submitted.action.audit_id),
    MessageKind.RE_AUDIT: lambda submitted: ("quinn", submitted.re_audit_id),
    MessageKind.RESULT: lambda submitted: ("sam", submitted.action.audit_id),
    MessageKind.RESULTS: lambda _: ("simon", "2026-12-02"),
    MessageKind.CELEBRATION: lambda submitted: ("sam", submitted.action.audit_id),
    MessageKind.TRAINING_OFFER: lambda submitted: ("pia", submitted.action.audit_id),
    MessageKind.WORKER_NOT_FOUND: lambda submitted: ("quinn", submitted.cats_audit_id),
    MessageKind.COMMISSIONED: lambda submitted: ("ben", submitted.commissioned.id),
    MessageKind.OVERVIEW: lambda _: ("simon", f"{OVERVIEW.id}:{DECEMBER}"),
    MessageKind.DUTIES: lambda _: ("cat", str(DECEMBER)),
    MessageKind.DUTY_REMINDER: lambda _: ("cat", "2026-12-22"),
    MessageKind.DUTIES_OWED: lambda _: ("quinn", str(DECEMBER)),
    MessageKind.PRACTICE_WEEK: lambda _: ("gil", MONDAY.isoformat()),
    MessageKind.OBSERVED: lambda _: ("gus", FIRST_ID),
    MessageKind.PRACTICE_DAY: lambda _: ("gil", SECOND_ID),
    MessageKind.DIP_ACTIONS: lambda _: ("dan", THIRD_ID),
    MessageKind.DIP_GRADES: lambda _: ("ola", THIRD_ID),
    MessageKind.PRACTICE: lambda _: ("iris", FORM),
    MessageKind.DISPUTE: lambda _: ("iris", FORM),
    MessageKind.DISPUTES: lambda _: ("gil", "gil"),
    MessageKind.MODERATION: lambda submitted: ("gil", submitted.action.audit_id),
    MessageKind.MODERATIONS: lambda _: ("gil", "gil"),
    MessageKind.MODERATION_OUTCOME: lambda submitted: ("dan", submitted.dans.id),
    MessageKind.LOOP_CHECK: lambda submitted: ("quinn", submitted.dans.id),
    MessageKind.CONFIRM_ACTIONS: lambda submitted: ("ann", submitted.action.audit_id),
    MessageKind.ESCALATED: lambda _: ("gil", DUE.isoformat()),
    MessageKind.TAKEN_OVER: lambda _: ("ann", "ann"),
    MessageKind.AUDITORS_NEEDED: lambda _: ("quinn", AUDITORS),
    MessageKind.HAND_OVER: lambda _: ("ben", HANDED_OVER),
    MessageKind.THEME: lambda _: ("quinn", str(DECEMBER)),
    MessageKind.TEAM_CARD: lambda submitted: ("gil", place_id(submitted.little.council, "North")),
    MessageKind.MOVED: lambda _: ("ann", moved_subject(MessageKind.DIGEST, "activity")),
    MessageKind.CHAIRS_REPORT: lambda _: ("ann", REPORT),
    MessageKind.CHOOSE_CASES: lambda _: ("quinn", f"{RULE.id}/{JANUARY}"),
}
"""Who reads a card of each kind, and what it is about."""


async def handed_over(little: LittleCouncil) -> None:
    """Eve asks Ben to take her audit; the peer of Ben's own gives theirs back."""
    mine = await little.audit_led_by("eve")
    await asked(little, mine, "eve", Proposal("ben"), now=THE_18TH)
    bens = await little.audit_led_by("ben")
    await asked(little, bens, bens.peer_id or "", Proposal(), form=OTHER_FORM, now=THE_18TH)


async def set_scene(engine: Engine, tenant_id: str = TENANT) -> Submitted:
    """All of that."""
    confirmation = Confirmation(0, 0, (Role.GROUP_MANAGER,))
    little = with_rules(
        little_council(engine, tenant_id, with_duties(FRAMEWORK_THAT_MODERATES)),
        alerts=(replace(ASKED, grades=(GOOD,)),),
        re_audit=replace(RE_AUDIT, grades=(GOOD,)),
        results=RESULTS,
        celebration=replace(CELEBRATION, grades=(GOOD,)),
        commissions=(COMMISSION,),
        overviews=(OVERVIEW,),
        chairs_reports=REPORT_RULE,
        actions=replace(FRAMEWORK.actions, confirmation=confirmation),
    )
    await little.fill()
    little = await reviewing(little)
    await add_people(little, PIA, SIMON)
    await send_duties(little.council, work=little.work, now=THE_FIRST)
    await little.draw(now=ADDED)
    asked = AskForAudit(little.council, await little.person("gil"), ASKED_FOR, "ben", "dialog")
    commissioned = await ask_for_audit(asked, work=little.work, now=THE_FIRST)
    cats = await little.audit_led_by("cat")
    await name_worker(little, cats.case_reference, None)
    action = await little.an_action()
    dans, _ = await little.submitted(lead="dan")
    await moderate(little, dans, worse(little, dans), "gus")
    await bring_loop_checks(little.council, work=little.work, now=THE_FIRST + timedelta(days=7))
    submitted = Submitted(little, action, dans, commissioned, cats.id)
    await send_digests(little.council, work=little.work, now=THE_18TH)
    await add_people(little, OLA)
    await observed(little, "ola", "gus", planned=DUE)
    await spent_a_day(little, "dan", service="North")
    await sampled(little, "dan", replace(ACTION, grade=GOOD))
    told = RecordChairsReport(
        little.council, await little.person("iris"), REPORT, "CF-10", TOLD, "dialog"
    )
    await record_chairs_report(told, work=little.work, now=THE_FIRST)
    await noted(little, now=THE_18TH)
    await raised(little, now=THE_18TH)
    await handed_over(little)
    await little.away("cat", DUE, date(2026, 12, 31))
    async with little.work(little.tenant_id) as w:
        await w.actions.mark_escalated([submitted.action.id], DUE)
        await w.commit()
    return submitted

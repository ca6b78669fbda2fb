"""A little council that moderates, and what its people do in the tests of it."""

from dataclasses import replace
from datetime import datetime

from programme.audit import Audit
from programme.follow_up import Loop
from programme.moderation import Judgement, Moderation
from programme.people import Person, Role
from programme.rules.follow_up import LoopCheck
from programme.rules.moderation import ModerationRule
from programme.use_cases.answer_moderation import AnswerModeration, answer_moderation
from programme.use_cases.moderate_audit import ModerateAudit, moderate_audit
from programme.use_cases.record_loop_check import RecordLoopCheck, record_loop_check
from tests.little_council import STAFF, THE_FIRST, LittleCouncil, person

BY_MANAGERS = ModerationRule("all_by_managers", (Role.GROUP_MANAGER,), 10, 5)
PEERS = ModerationRule("random_peers", (Role.TEAM_MANAGER,), 10, 5)
SHARE = ModerationRule("a_share", (Role.QA_OFFICER,), 10, 5, share_percent=20)
NAMED = ModerationRule(
    "named_moderators", (Role.SERVICE_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER), 10, 5
)
LOOP_CHECK = LoopCheck(weeks=8, by=(Role.ADVANCED_SOCIAL_WORK_PRACTITIONER,))
UNA = person("Una", Role.ADVANCED_SOCIAL_WORK_PRACTITIONER, team="Ash", area="North")


def ruled(
    little: LittleCouncil, *rules: ModerationRule, loop: LoopCheck | None = LOOP_CHECK
) -> LittleCouncil:
    """The council with those rules of moderation; without any, no loop is closed either."""
    after = loop if rules else None
    framework = replace(little.council.framework, moderation=rules, loop_check=after)
    return replace(little, council=replace(little.council, framework=framework))


async def keep(little: LittleCouncil, *people: Person) -> None:
    """Takes the people into the staff list as they are here."""
    kept = {one.id: one for one in (*STAFF, *people)}
    async with little.work(little.tenant_id) as w:
        await w.people.save([*kept.values()])
        await w.commit()


async def moderation_of(little: LittleCouncil, audit_id: str) -> Moderation:
    """The moderation as kept."""
    async with little.work(little.tenant_id) as w:
        found = await w.moderations.get(audit_id)
    assert found is not None
    return found


async def loop_of(little: LittleCouncil, audit_id: str) -> Loop | None:
    """The loop as kept, if there is one."""
    async with little.work(little.tenant_id) as w:
        return await w.loops.get(audit_id)


def same(audit: Audit) -> Judgement:
    """That the grades stand."""
    record = audit.record
    return Judgement(record.grades, record.overall, learning="Date the plan.")


def worse(little: LittleCouncil, audit: Audit) -> Judgement:
    """That the whole is a grade worse."""
    lower = little.council.framework.grades[2].id
    return replace(same(audit), overall=lower, reason="The plan is a year old.")


async def moderate(
    little: LittleCouncil,
    audit: Audit,
    judgement: Judgement,
    by: str = "gil",
    *,
    version: int = 1,
    now: datetime = THE_FIRST,
) -> Moderation:
    """`by` moderates the audit."""
    who = await little.person(by)
    command = ModerateAudit(little.council, who, audit.id, version, judgement, "dialog")
    return await moderate_audit(command, work=little.work, now=now)


async def reply(
    little: LittleCouncil,
    audit: Audit,
    by: str = "ann",
    *,
    agrees: bool | None = True,
    words: str = "",
    version: int = 2,
    now: datetime = THE_FIRST,
) -> Moderation:
    """`by` answers the moderation."""
    who = await little.person(by)
    command = AnswerModeration(little.council, who, audit.id, version, agrees, words, "card")
    return await answer_moderation(command, work=little.work, now=now)


async def check(
    little: LittleCouncil,
    audit: Audit,
    by: str = "una",
    *,
    completed: bool,
    version: int = 2,
    found: str = "Seen on the file.",
    now: datetime,
) -> Loop:
    """`by` records what they found."""
    who = await little.person(by)
    command = RecordLoopCheck(little.council, who, audit.id, version, completed, found, "card")
    return await record_loop_check(command, work=little.work, now=now)

"""The little council with a second version of its framework, in which everything is otherwise."""

from dataclasses import replace
from datetime import date

from programme.framework import Framework
from programme.people import Role
from programme.rules.action import Confirmation
from programme.rules.rule import Choice
from programme.rules.tool import AuditTool, Views
from tests.duty_rules import DIP, MONTHLY, OBSERVATIONS, PRACTICE_DAYS, with_duties
from tests.follow_up import ASKED, CELEBRATION, COMMISSION, OVERVIEW, RE_AUDIT, RESULTS
from tests.little_council import MAIN_ALONE, LittleCouncil
from tests.programme.use_cases.moderating import BY_MANAGERS, LOOP_CHECK

HOLDS_FROM = date(2026, 12, 10)
"""A Thursday: December's audits are under way."""
FIRST: Framework = replace(
    with_duties(MAIN_ALONE, MONTHLY, PRACTICE_DAYS),
    version="1",
    moderation=(BY_MANAGERS,),
    loop_check=LOOP_CHECK,
    alerts=(ASKED,),
    re_audit=RE_AUDIT,
    results=RESULTS,
    celebration=CELEBRATION,
    commissions=(COMMISSION,),
    overviews=(OVERVIEW,),
    dip_samples=replace(DIP, graded=True),
    observations=OBSERVATIONS,
    actions=replace(
        MAIN_ALONE.actions,
        remind_before=(5,),
        tracked_by=(Role.GROUP_MANAGER,),
        confirmation=Confirmation(1, 2, (Role.GROUP_MANAGER,)),
    ),
)
TOOL = AuditTool("another", "Another tool", (Choice("anything", "Anything"),))
ROUND = replace(FIRST.allocation, id="afterwards", title="Afterwards", tools=(TOOL.id,), peer=None)
SECOND: Framework = replace(
    FIRST,
    version="2",
    holds_from=HOLDS_FROM,
    grades=(Choice("fine", "Fine"), Choice("not_fine", "Not fine")),
    tools=(TOOL,),
    views=Views(asked_of="lead", of=()),
    rounds=(ROUND,),
    actions=replace(
        FIRST.actions,
        extensions_allowed=0,
        remind_before=(),
        remind_on_the_day=False,
        remind_after_every=60,
        due_within=1,
        due_at_most=1,
        tracked_by=(),
        confirmation=None,
        priorities=(),
    ),
    moderation=(),
    loop_check=None,
    alerts=(),
    re_audit=None,
    results=None,
    celebration=None,
    duties=(),
    dip_samples=None,
    observations=None,
    practice_weeks=(),
    themes=(),
    disputes=(),
    acknowledgements=None,
    commissions=(),
    overviews=(),
)


def adopting(little: LittleCouncil, *later: Framework) -> LittleCouncil:
    """The council on a day of its first version, with those that it has adopted since."""
    council = replace(little.council, framework=FIRST, versions=(FIRST, *later))
    return replace(little, council=council)


def on(little: LittleCouncil, day: date) -> LittleCouncil:
    """The council as the service finds it on the day."""
    return replace(little, council=little.council.on(day))

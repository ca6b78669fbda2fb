"""What else happens in the scene, and which cards are untrue from then on."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from programme.dispute import Dispute
from programme.message import MessageKind
from programme.use_cases.acknowledge_practice import AcknowledgePractice, acknowledge_practice
from programme.use_cases.choose_cases import ChooseCases, choose_cases
from programme.use_cases.pass_disputes_on import pass_disputes_on
from programme.use_cases.reassign_audit import (
    ReassignAudit,
    WithdrawAudit,
    reassign_audit,
    withdraw_audit,
)
from programme.use_cases.set_theme import SetTheme, set_theme
from programme.use_cases.show_choosing import show_choosing
from programme.use_cases.take_back import TakeBack, take_back
from tests.dialogs.live_changes import (
    anns_audit_was_completed,
    anns_audit_was_moderated,
    ben_acknowledged,
    bens_audit_was_submitted,
    bens_draft_was_saved,
    cat_had_a_practice_day,
    cat_submitted_a_dip_sample,
    gil_acknowledged,
    january_was_drawn,
    somebody_left,
    somebody_was_met,
    the_action_was_completed,
    the_action_was_given_more_time,
    the_actions_were_checked,
    the_alert_was_answered,
    the_audit_that_was_asked_for_was_submitted,
    the_audit_was_taken_as_an_example,
    the_dip_samples_action_was_completed,
    the_discussion_took_place,
    the_grade_was_answered,
    the_re_audit_was_submitted,
)
from tests.dialogs.live_scene import JANUARY, THE_18TH, Submitted
from tests.little_council import DECEMBER, THE_FIRST
from tests.programme.use_cases.choosing import RULE
from tests.programme.use_cases.duty_council import FIRST_ID, SECOND_ID, THIRD_ID
from tests.programme.use_cases.handing_over import FORM as HANDED_OVER
from tests.programme.use_cases.handing_over import OTHER_FORM, kept, refuse, take
from tests.programme.use_cases.reviewing import (
    FORM,
    answered,
    raised,
    resolved,
)
from tests.programme.use_cases.test_record_chairs_report import FORM as REPORT


async def good_practice_was_acknowledged(submitted: Submitted) -> None:
    little = submitted.little
    command = AcknowledgePractice(little.council, await little.person("ann"), FORM, "card")
    await acknowledge_practice(command, work=little.work, now=THE_18TH)


async def good_practice_was_taken_back(submitted: Submitted) -> None:
    await _taken_back(submitted, "iris", MessageKind.PRACTICE, FORM, THE_18TH)


async def the_observation_was_taken_back(submitted: Submitted) -> None:
    await _taken_back(submitted, "ola", MessageKind.OBSERVED, FIRST_ID, THE_FIRST)


async def the_practice_day_was_taken_back(submitted: Submitted) -> None:
    await _taken_back(submitted, "dan", MessageKind.PRACTICE_DAY, SECOND_ID, THE_FIRST)


async def the_chairs_report_was_taken_back(submitted: Submitted) -> None:
    await _taken_back(submitted, "iris", MessageKind.CHAIRS_REPORT, REPORT, THE_FIRST)


async def the_dispute_was_taken_back(submitted: Submitted) -> None:
    await _taken_back(submitted, "iris", MessageKind.DISPUTE, FORM, THE_18TH)


async def the_dip_sample_was_taken_back(submitted: Submitted) -> None:
    await _taken_back(submitted, "dan", MessageKind.DIP_ACTIONS, THIRD_ID, THE_FIRST)


async def _taken_back(
    submitted: Submitted, who: str, kind: MessageKind, subject: str, now: datetime
) -> None:
    little = submitted.little
    command = TakeBack(little.council, await little.person(who), kind, subject, "card")
    await take_back(command, work=little.work, now=now)


async def a_case_was_chosen(submitted: Submitted) -> None:
    little = submitted.little
    who, of = await little.person("quinn"), little.period(JANUARY, RULE.id)
    async with little.work(little.tenant_id) as w:
        (case, *_) = (await show_choosing(little.council, w, of, who)).cases
    taken: frozenset[str] = frozenset({case.reference})
    command = ChooseCases(little.council, who, of, taken, frozenset(), "dialog")
    assert await choose_cases(command, work=little.work, now=THE_18TH)


async def the_dispute(submitted: Submitted) -> Dispute:
    little = submitted.little
    async with little.work(little.tenant_id) as w:
        found = await w.disputes.get(FORM)
    assert found is not None
    return found


async def the_dispute_was_answered(submitted: Submitted) -> None:
    await answered(submitted.little, await the_dispute(submitted), now=THE_18TH)


async def the_dispute_was_resolved(submitted: Submitted) -> None:
    await resolved(submitted.little, await the_dispute(submitted), now=THE_18TH)


async def the_dispute_climbed(submitted: Submitted) -> None:
    little = submitted.little
    later = THE_18TH + timedelta(days=20)
    assert await pass_disputes_on(little.council, work=little.work, now=later)


async def another_dispute_was_raised(submitted: Submitted) -> None:
    await raised(submitted.little, now=THE_18TH, dispute_id="a" * 32)


async def ben_took_eves_audit(submitted: Submitted) -> None:
    little = submitted.little
    request = await kept(little, HANDED_OVER)
    await take(little, request, "ben", now=THE_18TH)


async def a_part_that_was_given_back_was_refused(submitted: Submitted) -> None:
    little = submitted.little
    request = await kept(little, OTHER_FORM)
    await refuse(little, request, "Nobody else is there.", now=THE_18TH)


OF_A_DISPUTE = {MessageKind.DISPUTE, MessageKind.DISPUTES}


async def cats_audit_passed_on(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("cat"), await little.person("quinn")
    command = ReassignAudit(
        little.council, by, audit.id, "lead", audit.version, "gus", "Cat is away.", "card"
    )
    await reassign_audit(command, work=little.work, now=THE_18TH)


async def bens_audit_was_withdrawn(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("ben"), await little.person("quinn")
    command = WithdrawAudit(
        little.council, by, audit.id, audit.version, "The case is closed.", "card"
    )
    await withdraw_audit(command, work=little.work, now=THE_18TH)


async def another_theme_was_set(submitted: Submitted) -> None:
    little = submitted.little
    by = await little.person("quinn")
    command = SetTheme(little.council, by, DECEMBER, "Supervision", 0, "card")
    await set_theme(command, work=little.work, now=THE_18TH)


OF_AN_AUDIT = {
    MessageKind.ALLOCATION,
    MessageKind.AUDITS_DUE,
    MessageKind.GROUP_ALLOCATION,
    MessageKind.TEAM_WORK,
}
OF_AN_ACTION = {
    MessageKind.ACTIONS,
    MessageKind.DIGEST,
    MessageKind.MY_WORK,
    MessageKind.TEAM_WORK,
    MessageKind.ROUND,
    MessageKind.CONFIRM_ACTIONS,
    MessageKind.ESCALATED,
    MessageKind.TAKEN_OVER,
    MessageKind.TEAM_CARD,
}
OF_WHAT_FOLLOWS = {
    MessageKind.GRADE_ALERT,
    MessageKind.RE_AUDIT,
    MessageKind.RESULT,
    MessageKind.RESULTS,
    MessageKind.CELEBRATION,
    MessageKind.TRAINING_OFFER,
}
PICTURES_OF_A_DAY = {
    MessageKind.WELCOME,
    MessageKind.WORKER_NOT_FOUND,
    MessageKind.OVERVIEW,
    MessageKind.PRACTICE_WEEK,
    MessageKind.MOVED,
}
"""Kinds of card that stay as they were sent."""
LISTS = {
    MessageKind.TEAM_CARD,
    MessageKind.MY_WORK,
    MessageKind.TEAM_WORK,
    MessageKind.MODERATIONS,
    MessageKind.RESULTS,
    MessageKind.TAKEN_OVER,
}
CONCERNS: list[tuple[Callable[[Submitted], Awaitable[None]], set[MessageKind]]] = [
    (ben_acknowledged, {MessageKind.ALLOCATION, MessageKind.ROUND}),
    (gil_acknowledged, {MessageKind.GROUP_ALLOCATION, MessageKind.ROUND}),
    (bens_draft_was_saved, OF_AN_AUDIT),
    (bens_audit_was_submitted, OF_AN_AUDIT | {MessageKind.ROUND, MessageKind.TEAM_CARD}),
    (
        anns_audit_was_completed,
        {
            MessageKind.GROUP_ALLOCATION,
            MessageKind.TEAM_WORK,
            MessageKind.ROUND,
            MessageKind.FINDINGS,
        },
    ),
    (the_action_was_completed, OF_AN_ACTION | OF_WHAT_FOLLOWS),
    (the_alert_was_answered, {MessageKind.GRADE_ALERT, MessageKind.ALERT_ANSWERS}),
    (
        the_audit_was_taken_as_an_example,
        {MessageKind.CELEBRATION, MessageKind.TRAINING_OFFER},
    ),
    (the_re_audit_was_submitted, {MessageKind.RE_AUDIT, MessageKind.GRADE_ALERT}),
    (the_audit_that_was_asked_for_was_submitted, {MessageKind.COMMISSIONED}),
    (the_action_was_given_more_time, OF_AN_ACTION - {MessageKind.TEAM_CARD}),
    (cat_had_a_practice_day, {MessageKind.DUTIES}),
    (
        cat_submitted_a_dip_sample,
        {MessageKind.DUTIES, MessageKind.DUTY_REMINDER, MessageKind.DUTIES_OWED},
    ),
    (the_discussion_took_place, {MessageKind.OBSERVED}),
    (the_dip_samples_action_was_completed, {MessageKind.DIP_ACTIONS}),
    (
        anns_audit_was_moderated,
        {MessageKind.MODERATION, MessageKind.MODERATIONS, MessageKind.ACTIONS},
    ),
    (the_grade_was_answered, {MessageKind.MODERATION_OUTCOME}),
    (the_actions_were_checked, {MessageKind.LOOP_CHECK}),
    (cats_audit_passed_on, {MessageKind.AUDITORS_NEEDED}),
    (bens_audit_was_withdrawn, OF_AN_AUDIT | {MessageKind.ROUND, MessageKind.TEAM_CARD}),
    (
        another_theme_was_set,
        {MessageKind.THEME, MessageKind.DUTIES, MessageKind.DUTY_REMINDER},
    ),
    (ben_took_eves_audit, {MessageKind.HAND_OVER, MessageKind.ALLOCATION, MessageKind.ROUND}),
    (a_part_that_was_given_back_was_refused, {MessageKind.AUDITORS_NEEDED}),
    (a_case_was_chosen, {MessageKind.CHOOSE_CASES}),
    (january_was_drawn, {MessageKind.BEFORE_THE_FIRST, MessageKind.NOT_DRAWN}),
    (somebody_was_met, {MessageKind.BEFORE_THE_FIRST}),
    (somebody_left, {MessageKind.BEFORE_THE_FIRST, MessageKind.DUTIES_OWED}),
    (good_practice_was_acknowledged, {MessageKind.PRACTICE}),
    (good_practice_was_taken_back, {MessageKind.PRACTICE}),
    (the_observation_was_taken_back, {MessageKind.OBSERVED}),
    (the_practice_day_was_taken_back, {MessageKind.PRACTICE_DAY}),
    (the_chairs_report_was_taken_back, {MessageKind.CHAIRS_REPORT}),
    (the_dispute_was_answered, OF_A_DISPUTE),
    (the_dispute_was_resolved, OF_A_DISPUTE),
    (the_dispute_climbed, OF_A_DISPUTE),
    (another_dispute_was_raised, {MessageKind.DISPUTES}),
    (the_dispute_was_taken_back, OF_A_DISPUTE),
    (
        the_dip_sample_was_taken_back,
        {MessageKind.DIP_ACTIONS, MessageKind.DIP_GRADES, MessageKind.DUTIES_OWED},
    ),
]
"""What happens, and kinds of card that are untrue from then on."""

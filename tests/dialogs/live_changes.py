"""What happens to audits, actions and duties in the scene."""

from datetime import date

from programme.use_cases.acknowledge_allocation import (
    AcknowledgeAllocation,
    acknowledge_allocation,
)
from programme.use_cases.answer_alert import AnswerAlert, answer_alert
from programme.use_cases.ask_more_time import AskMoreTime, ask_more_time
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.meet_person import MeetPerson, meet_person
from programme.use_cases.record_observation import RecordDiscussion, record_discussion
from programme.use_cases.record_views import RecordViews, record_views
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.use_as_example import UseAsExample, use_as_example
from tests.dialogs.live_scene import JANUARY, THE_18TH, Submitted
from tests.follow_up import (
    BEST,
    audit_of,
    graded,
)
from tests.little_council import (
    DECEMBER,
    STAFF,
    a_full_record,
    all_sought,
)
from tests.programme.use_cases.duty_council import (
    FIRST_ID,
    THIRD_ID,
    sampled,
    spent_a_day,
)
from tests.programme.use_cases.moderating import check, moderate, reply, worse


async def acknowledged(submitted: Submitted, person_id: str) -> None:
    little = submitted.little
    by = await little.person(person_id)
    command = AcknowledgeAllocation(little.council, by, little.period(DECEMBER), "card")
    assert await acknowledge_allocation(command, work=little.work, now=THE_18TH)


async def ben_acknowledged(submitted: Submitted) -> None:
    await acknowledged(submitted, "ben")


async def gil_acknowledged(submitted: Submitted) -> None:
    await acknowledged(submitted, "gil")


async def bens_draft_was_saved(submitted: Submitted) -> None:
    little = submitted.little
    audit, by = await little.audit_led_by("ben"), await little.person("ben")
    record = a_full_record(little.council.framework)
    command = SaveAuditDraft(little.council, by, audit.id, lambda _: record, "dialog")
    await save_audit_draft(command, work=little.work, now=THE_18TH)


async def bens_audit_was_submitted(submitted: Submitted) -> None:
    await submitted.little.submitted(lead="ben")


async def anns_audit_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    framework, audit = little.council.framework, await little.audit_led_by("ann")
    (asked,) = [one.id for one in STAFF if audit.part_of(one.id) == audit.views_asked_of(framework)]
    command = RecordViews(
        little.council, await little.person(asked), audit.id, all_sought(framework), "dialog"
    )
    assert (await record_views(command, work=little.work, now=THE_18TH)).is_complete


async def the_action_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    by, action = await little.person("abe"), submitted.action
    command = CompleteAction(
        little.council, by, action.id, action.version, "Chronology updated.", "card"
    )
    await complete_action(command, work=little.work, now=THE_18TH)


async def the_action_was_given_more_time(submitted: Submitted) -> None:
    little = submitted.little
    by, action = await little.person("abe"), submitted.action
    command = AskMoreTime(
        little.council, by, action.id, action.version, "Waiting.", date(2026, 12, 21), "card"
    )
    await ask_more_time(command, work=little.work, now=THE_18TH)


async def the_alert_was_answered(submitted: Submitted) -> None:
    little, audit_id = submitted.little, submitted.action.audit_id
    command = AnswerAlert(
        little.council, await little.person("ann"), audit_id, 1, "The child was seen.", "card"
    )
    await answer_alert(command, work=little.work, now=THE_18TH)


async def the_audit_was_taken_as_an_example(submitted: Submitted) -> None:
    little, audit_id = submitted.little, submitted.action.audit_id
    command = UseAsExample(little.council, await little.person("pia"), audit_id, "card")
    await use_as_example(command, work=little.work, now=THE_18TH)


async def the_re_audit_was_submitted(submitted: Submitted) -> None:
    little = submitted.little
    audit = await audit_of(little, submitted.re_audit_id)
    await graded(little, BEST, audit=audit, now=THE_18TH)


async def the_audit_that_was_asked_for_was_submitted(submitted: Submitted) -> None:
    await graded(submitted.little, BEST, lead="ben", audit=submitted.commissioned, now=THE_18TH)


async def cat_had_a_practice_day(submitted: Submitted) -> None:
    await spent_a_day(submitted.little, "cat", record="9" * 32)


async def cat_submitted_a_dip_sample(submitted: Submitted) -> None:
    await sampled(submitted.little, "cat", record="8" * 32)


async def the_discussion_took_place(submitted: Submitted) -> None:
    little = submitted.little
    command = RecordDiscussion(little.council, await little.person("ola"), FIRST_ID, "card")
    await record_discussion(command, work=little.work, now=THE_18TH)


async def the_dip_samples_action_was_completed(submitted: Submitted) -> None:
    little = submitted.little
    async with little.work(little.tenant_id) as w:
        (action,) = await w.actions.of_audits([THIRD_ID])
    command = CompleteAction(
        little.council, await little.person("dan"), action.id, action.version, "Done.", "card"
    )
    await complete_action(command, work=little.work, now=THE_18TH)


async def anns_audit_was_moderated(submitted: Submitted) -> None:
    little = submitted.little
    audit = await little.audit_led_by("ann")
    await moderate(little, audit, worse(little, audit), now=THE_18TH)


async def the_grade_was_answered(submitted: Submitted) -> None:
    await reply(submitted.little, submitted.dans, "dan", now=THE_18TH)


async def the_actions_were_checked(submitted: Submitted) -> None:
    little = submitted.little
    await check(little, submitted.dans, "quinn", completed=False, now=THE_18TH)


async def january_was_drawn(submitted: Submitted) -> None:
    await submitted.little.draw(JANUARY, now=THE_18TH)


async def somebody_was_met(submitted: Submitted) -> None:
    little = submitted.little
    command = MeetPerson(
        little.tenant_id, "object-1", ("cat@council.example",), "https://x", "chat", "29:cat"
    )
    assert await meet_person(command, work=little.work, now=THE_18TH)


async def somebody_left(submitted: Submitted) -> None:
    little = submitted.little
    async with little.work(little.tenant_id) as w:
        staff = await w.people.all()
    await little.take_staff(*(one for one in staff if one.id != "cat"))

"""The team manager records that an audit was reviewed and its learning shared (WC-08)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dialogs.table import LIVE
from programme.action import ProposedAction
from programme.audit import Audit
from programme.audit_review import AuditReview
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, LookElsewhere, ShowAsItIsNow
from programme.message import MessageKind
from programme.shown import audit_entity
from programme.use_cases.complete_action import CompleteAction, complete_action
from programme.use_cases.review_audit import ReviewAudit, review_audit
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from tests.bot.chats import words_of
from tests.little_council import DUE, THE_FIRST, LittleCouncil, a_full_record

pytestmark = pytest.mark.rule("WC-08")

LATER = THE_FIRST + timedelta(days=3)
SHARED = "With both social workers, in group supervision."
FOR_BIRCH = ProposedAction("Book the review.", "Birch", DUE)


async def review(
    little: LittleCouncil, audit: Audit, by: str = "ann", shared: str = SHARED
) -> AuditReview:
    command = ReviewAudit(little.council, await little.person(by), audit.id, shared, "card")
    return await review_audit(command, work=little.work, now=LATER)


async def completed(little: LittleCouncil) -> Audit:
    """Ann's audit, its one action done."""
    audit, (action,) = await little.submitted()
    command = CompleteAction(
        little.council, await little.person("abe"), action.id, action.version, "Done.", "card"
    )
    await complete_action(command, work=little.work, now=LATER)
    return audit


async def card(little: LittleCouncil, audit: Audit, reader: str) -> str:
    async with little.work(little.tenant_id) as w:
        asked = (reader, audit.id)
        drawn = await LIVE[MessageKind.ACTIONS].draw(little.council, w, [asked], LATER.date())
    return words_of(drawn[asked].card) + str(drawn[asked].card) if drawn else ""


async def test_once_the_actions_are_completed_the_review_is_asked_for_and_shown_to_all(
    drawn: LittleCouncil,
) -> None:
    audit = await completed(drawn)
    assert "Please record that the audit is reviewed" in await card(drawn, audit, "ann")
    assert "Review the audit" in await card(drawn, audit, "gil")
    assert "Review the audit" not in await card(drawn, audit, "quinn")
    await drawn.settle("quinn", MessageKind.ACTIONS, audit.id, audit_entity(audit.id))
    done = await review(drawn, audit)
    assert (done.reviewed_by, done.reviewed_at, done.shared) == ("ann", LATER, SHARED)
    assert ("quinn", MessageKind.ACTIONS) in await drawn.behind()
    for reader in ("ann", "gil", "quinn"):
        told = await card(drawn, audit, reader)
        assert "✔ Reviewed by Ann on Fri 4 Dec" in told
        assert SHARED in told
        assert "Review the audit" not in told
    assert [e.verb for e in await drawn.events(audit.id)][-1] == "review_audit"


async def test_it_is_kept_once_and_twice_is_harmless(drawn: LittleCouncil) -> None:
    audit = await completed(drawn)
    first = await review(drawn, audit, shared=f"  {SHARED} ")
    before = await drawn.everything()
    assert await review(drawn, audit, by="gil", shared="Otherwise.") == first
    assert await drawn.everything() == before
    async with drawn.work(drawn.tenant_id) as w:
        assert await w.audit_reviews.of_audits([audit.id]) == {audit.id: first}
        assert not await w.audit_reviews.add(replace(first, shared="Otherwise."))


async def test_while_an_action_is_open_whoever_has_it_there_is_no_review(
    drawn: LittleCouncil,
) -> None:
    audit, _ = await drawn.submitted(FOR_BIRCH)
    with pytest.raises(ShowAsItIsNow, match="Not all actions"):
        await review(drawn, audit)
    assert "Review the audit" not in await card(drawn, audit, "ann")


async def test_another_team_cant_and_nothing_that_identifies_is_kept(drawn: LittleCouncil) -> None:
    audit = await completed(drawn)
    before = await drawn.everything()
    for stranger in ("ben", "cat", "gus"):
        with pytest.raises(AskSomeoneAllowed, match="please ask its team manager"):
            await review(drawn, audit, by=stranger)
    with pytest.raises(AskSomeoneAllowed):
        await review(drawn, audit, by="sam")
    for shared in ("", "Ring 07700 900123", "a" * 1_001):
        with pytest.raises(CorrectAndRepeat) as refused:
            await review(drawn, audit, shared=shared)
        assert set(refused.value.problems) == {"shared"}
    with pytest.raises(LookElsewhere):
        await review(drawn, replace(audit, id="0" * 32))
    assert await drawn.everything() == before


async def test_an_audit_without_actions_is_brought_to_be_reviewed(drawn: LittleCouncil) -> None:
    audit, by = await drawn.audit_led_by("ann"), await drawn.person("ann")
    record = replace(a_full_record(drawn.council.framework), actions=())
    draft = await save_audit_draft(
        SaveAuditDraft(drawn.council, by, audit.id, lambda _: record, "dialog"),
        work=drawn.work,
        now=THE_FIRST,
    )
    await submit_audit(
        SubmitAudit(drawn.council, by, audit.id, draft.version, "dialog"),
        work=drawn.work,
        now=THE_FIRST,
    )
    assert "ann" in await drawn.readers(MessageKind.ACTIONS)
    told = await card(drawn, audit, "ann")
    assert "Review of the audit of" in told
    assert "sets no actions. Please record" in told
    assert (await review(drawn, audit)).shared == SHARED


async def test_where_it_is_no_rule_nobody_is_asked(drawn: LittleCouncil) -> None:
    actions = replace(drawn.council.framework.actions, reviewed=False)
    framework = replace(drawn.council.framework, actions=actions)
    plain = replace(drawn, council=replace(drawn.council, framework=framework))
    audit = await completed(plain)
    assert "Review the audit" not in await card(plain, audit, "ann")
    with pytest.raises(LookElsewhere, match="doesn't ask for this"):
        await review(plain, audit)

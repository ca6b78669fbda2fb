"""An audit by its lead and peer auditor: drafted, views recorded, submitted, final."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from programme.action import ProposedAction
from programme.audit import Audit, AuditState, audit_id, missing, submit, with_draft, with_views
from programme.audit_record import AuditRecord, ViewSought
from programme.calendar import Month
from programme.errors import AskSomeoneAllowed, CorrectAndRepeat, ShowAsItIsNow
from tests.little_council import CALENDAR, DUE, FRAMEWORK, a_full_record, all_sought

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
TODAY = NOW.date()
TEAMS = ("Ash", "Birch")
ALLOCATED = Audit(
    id="au1",
    month=Month(2026, 12),
    case_reference="CF-11",
    cohort="child_in_need",
    team="Ash",
    service_area="North",
    tool_id=FRAMEWORK.tool_for("North").id,
    lead_id="ann",
    peer_id="ben",
    due=date(2026, 12, 31),
)
ALONE = replace(ALLOCATED, peer_id=None)
SOUGHT = all_sought(FRAMEWORK)


def _drafted(audit: Audit = ALLOCATED, record: AuditRecord | None = None) -> Audit:
    written = record or a_full_record(FRAMEWORK)
    return with_draft(audit, by="ann", record=written, framework=FRAMEWORK, today=TODAY)


def _views(audit: Audit, by: str, views: Mapping[str, ViewSought] = SOUGHT) -> Audit:
    return with_views(audit, by=by, views=views, framework=FRAMEWORK, today=TODAY, now=NOW)


def _submitted(audit: Audit, by: str = "ann") -> Audit:
    return submit(audit, by=by, framework=FRAMEWORK, calendar=CALENDAR, teams=TEAMS, now=NOW)[0]


def test_a_case_has_one_audit_a_month_whenever_it_is_asked() -> None:
    once = audit_id("t1", "2026-12", "CF-11")
    assert once == audit_id("t1", "2026-12", "CF-11")
    others = [("t2", 12, "CF-11"), ("t1", 11, "CF-11"), ("t1", 12, "CF-12")]
    ids = {audit_id(tenant, f"2026-{month}", case) for tenant, month, case in others}
    assert len(ids | {once}) == 4


@pytest.mark.rule("WC-04")
def test_a_draft_is_kept_and_is_a_version_of_its_own() -> None:
    draft = _drafted(record=AuditRecord(went_well="So far."))
    assert (draft.state, draft.version) == (AuditState.IN_PROGRESS, 2)
    assert draft.record.went_well == "So far."


@pytest.mark.parametrize("by", ["gil", "", "quinn"])
def test_only_its_auditors_record_an_audit(by: str) -> None:
    acts: list[Callable[[], object]] = [
        lambda: with_draft(
            ALLOCATED, by=by, record=AuditRecord(), framework=FRAMEWORK, today=TODAY
        ),
        lambda: _views(ALLOCATED, by),
        lambda: _submitted(_drafted(), by),
    ]
    for act in acts:
        with pytest.raises(AskSomeoneAllowed):
            act()


def test_a_draft_that_identifies_a_child_is_not_kept() -> None:
    with pytest.raises(CorrectAndRepeat) as refused:
        _drafted(record=AuditRecord(went_well="Seen at WR1 2AB."))
    assert list(refused.value.problems) == ["went_well"]


@pytest.mark.rule("WC-06")
def test_the_views_are_asked_of_the_peer() -> None:
    recorded = _views(ALLOCATED, "ben")
    assert recorded.views_recorded_at == NOW
    assert recorded.state is AuditState.IN_PROGRESS
    with pytest.raises(AskSomeoneAllowed, match="The peer auditor"):
        _views(ALLOCATED, "ann")


@pytest.mark.rule("WC-06")
def test_without_a_peer_the_views_are_asked_of_the_lead() -> None:
    assert _views(ALONE, "ann").views_recorded_at == NOW
    drafted = _drafted(ALONE)
    assert {"child", "parent_or_carer", "worker"} <= set(
        missing(drafted, FRAMEWORK, CALENDAR, TODAY, {"Ash"})
    )
    whole = _drafted(ALONE, replace(a_full_record(FRAMEWORK), views=SOUGHT))
    assert _submitted(whole).is_complete


@pytest.mark.rule("WC-06")
def test_the_views_may_come_before_the_rest_or_after() -> None:
    before = _submitted(_drafted(_views(ALLOCATED, "ben"), a_full_record(FRAMEWORK)))
    after = _views(_submitted(_drafted()), "ben")
    assert before.is_complete
    assert after.is_complete
    assert after.state is AuditState.SUBMITTED
    assert not _submitted(_drafted()).is_complete
    assert not _views(ALLOCATED, "ben").is_complete


@pytest.mark.rule("WC-06")
def test_views_with_an_answer_missing_are_not_recorded() -> None:
    with pytest.raises(CorrectAndRepeat, match="views were not recorded yet") as refused:
        _views(ALLOCATED, "ben", {**SOUGHT, "child": ViewSought(sought=False)})
    assert list(refused.value.problems) == ["child_why_not"]


def test_of_the_views_only_those_that_the_framework_asks_for_are_kept() -> None:
    recorded = _views(ALLOCATED, "ben", {**SOUGHT, "aunt": ViewSought(None, "WR1 2AB")})
    assert set(recorded.record.views) == set(SOUGHT)


@pytest.mark.rule("WC-04", "WC-08")
def test_the_lead_submits_the_whole_and_its_actions_are_set() -> None:
    record = a_full_record(
        FRAMEWORK,
        ProposedAction("Update the plan.", "Ash", DUE),
        ProposedAction("Share the learning.", "Birch", date(2026, 12, 22)),
    )
    done, actions = submit(
        _drafted(record=record),
        by="ann",
        framework=FRAMEWORK,
        calendar=CALENDAR,
        teams=TEAMS,
        now=NOW,
    )
    assert (done.submitted_at, done.submitted_by, done.version) == (NOW, "ann", 3)
    assert [(a.number, a.text, a.team, a.due) for a in actions] == [
        (1, "Update the plan.", "Ash", DUE),
        (2, "Share the learning.", "Birch", date(2026, 12, 22)),
    ]
    assert {(a.audit_id, a.month, a.case_reference, a.set_by) for a in actions} == {
        ("au1", "2026-12", "CF-11", "ann")
    }
    assert len({a.id for a in actions}) == 2
    assert [a.reminded for a in actions] == [None, None]


@pytest.mark.rule("WC-08")
def test_an_action_that_is_due_soon_is_not_reminded_of_on_the_day_it_is_set() -> None:
    soon = a_full_record(FRAMEWORK, ProposedAction("Visit.", "Ash", date(2026, 12, 3)))
    _, (action,) = submit(
        _drafted(record=soon),
        by="ann",
        framework=FRAMEWORK,
        calendar=CALENDAR,
        teams=TEAMS,
        now=NOW,
    )
    assert action.reminded == "2026-12-03-5"


@pytest.mark.rule("WC-04")
def test_the_peer_does_not_submit() -> None:
    with pytest.raises(AskSomeoneAllowed, match="lead auditor"):
        _submitted(_drafted(), "ben")


@pytest.mark.rule("WC-04")
def test_what_is_missing_is_named_and_the_audit_is_not_submitted() -> None:
    with pytest.raises(CorrectAndRepeat, match="not submitted yet") as refused:
        _submitted(_drafted(record=AuditRecord(went_well="Well.")))
    assert "to_learn" in refused.value.problems
    assert "went_well" not in refused.value.problems


def test_an_action_of_a_team_that_is_gone_meanwhile_is_named() -> None:
    record = a_full_record(FRAMEWORK, ProposedAction("Update the plan.", "Oak", DUE))
    with pytest.raises(CorrectAndRepeat) as refused:
        _submitted(_drafted(record=record))
    assert refused.value.problems["action_1_team"].startswith("Action 1: Oak is not a team")


def test_a_submitted_audit_is_final() -> None:
    done = _submitted(_drafted())
    with pytest.raises(ShowAsItIsNow):
        _drafted(done)
    with pytest.raises(ShowAsItIsNow):
        _submitted(done)

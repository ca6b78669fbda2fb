"""An audit as a row keeps it, and as it is read again."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import orjson

from programme.action import ProposedAction
from programme.audit import Audit, AuditState
from programme.audit_in_brief import AuditInBrief
from programme.audit_record import AuditRecord, ViewSought
from programme.calendar import Month
from storage.prepared import Found, Values

# Looked up once for each value, for the enum's own call costs as much as all else of a row.
_state_of = cache(AuditState)
_NOTHING: Final = AuditRecord()
_AS_NOTHING_IS_KEPT: Final = orjson.loads(orjson.dumps(_NOTHING))


def audit_values(audit: Audit) -> Values:
    """What the columns take."""
    return {
        "month": str(audit.month),
        "case_reference": audit.case_reference,
        "cohort": audit.cohort,
        "team": audit.team,
        "service_area": audit.service_area,
        "tool_id": audit.tool_id,
        "lead_id": audit.lead_id,
        "peer_id": audit.peer_id,
        "due": audit.due,
        "why": audit.why,
        "state": audit.state.value,
        "version": audit.version,
        "record": audit.record,
        "submitted_at": audit.submitted_at,
        "submitted_by": audit.submitted_by,
        "views_recorded_at": audit.views_recorded_at,
        "withdrawn_reason": audit.withdrawn_reason,
        "round_id": audit.round_id,
        "theme": audit.theme,
        "acknowledged_by": audit.acknowledged_by,
        "acknowledged_at": audit.acknowledged_at,
        "practice_of": audit.practice_of,
        "framework_version": audit.framework_version,
        "case_closed_on": audit.case_closed_on,
    }


def audit_of(row: Found) -> Audit:
    """The audit of a row, whose columns are called as what an audit has is."""
    kept = row._asdict()
    del kept["tenant_id"]
    kept["month"] = Month.parse(row.month)
    kept["why"] = tuple(row.why)
    kept["state"] = _state_of(row.state)
    kept["record"] = _record(row.record)
    return Audit(**kept)


def in_brief(row: Found) -> AuditInBrief:
    """What is counted of the audit of a row."""
    submitted = row.state == AuditState.SUBMITTED
    return AuditInBrief(
        id=row.id,
        lead_id=row.lead_id,
        peer_id=row.peer_id,
        service_area=row.service_area,
        is_submitted=submitted,
        is_complete=submitted and row.views_recorded_at is not None,
    )


def _record(kept: Mapping[str, Any]) -> AuditRecord:  # JSON, as AuditRecord's fields give it
    if kept == _AS_NOTHING_IS_KEPT:  # which is so of every audit of a round on the 1st
        return _NOTHING
    return AuditRecord(
        grades=kept["grades"],
        overall=kept["overall"],
        went_well=kept["went_well"],
        to_learn=kept["to_learn"],
        views={whose: ViewSought(**view) for whose, view in kept["views"].items()},
        actions=tuple(
            ProposedAction(
                action["text"],
                action["team"],
                date.fromisoformat(action["due"]),
                action.get("priority"),
            )
            for action in kept["actions"]
        ),
        # Records from before there was advice, a priority or a question have none.
        advice=tuple(kept.get("advice", ())),
        answers=kept.get("answers", {}),
    )

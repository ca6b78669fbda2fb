"""Disputes and escalations, each with its history and the rule that it began under."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, Integer, String, Table, select, text

from programme.dispute import Dispute, DisputeState, Step, StepKind
from programme.people import Role
from programme.rules.dispute import DisputeRule, Level
from storage.columns import Instant, index_where, metadata, tenant_id
from storage.prepared import Found, Values
from storage.transaction import OF_TENANT, Transaction
from storage.versioned import Versioned

disputes = Table(
    "disputes",
    metadata,
    tenant_id(),
    Column("id", String, primary_key=True),
    Column("rule_id", String, nullable=False),
    Column("rule", JSON, nullable=False),
    Column("case_reference", String, nullable=False),
    Column("team", String, nullable=False),
    Column("service_area", String, nullable=False),
    Column("raised_by", String, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("about", String, nullable=False),
    Column("level", Integer, nullable=False),
    Column("level_due", Date, nullable=False),
    Column("history", JSON, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ended_at", Instant),
)
_OPEN = text("ended_at IS NULL")
index_where("ix_disputes_open", _OPEN, disputes.c.tenant_id, disputes.c.level_due)

_ALL = select(disputes).where(disputes.c.tenant_id == OF_TENANT)
_ALL_OPEN = _ALL.where(_OPEN)


class StoredDisputes:
    """programme.ports.Disputes."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    async def get(self, dispute_id: str) -> Dispute | None:
        """The dispute of that id."""
        return await _DISPUTES.get(self._transaction, dispute_id)

    async def all_open(self) -> tuple[Dispute, ...]:
        """Those that have not ended, the most urgent first."""
        found = map(_dispute, await self._transaction.rows(_ALL_OPEN))
        return tuple(sorted(found, key=lambda each: (each.level_due, each.raised_at, each.id)))

    async def add(self, dispute: Dispute) -> bool:
        """Keeps it; False when there is one of this id already."""
        return await _DISPUTES.add_if_new(self._transaction, dispute)

    async def save(self, dispute: Dispute) -> None:
        """Replaces version - 1 of it. Raises ShowAsItIsNow when another change came first."""
        await _DISPUTES.save(self._transaction, dispute)


def _fixed(dispute: Dispute) -> Values:
    return {
        "rule_id": dispute.rule.id,
        "rule": dispute.rule,
        "case_reference": dispute.case_reference,
        "raised_by": dispute.raised_by,
        "raised_at": dispute.raised_at,
        "about": dispute.about,
    }


def _changing(dispute: Dispute) -> Values:
    return {
        "team": dispute.team,
        "service_area": dispute.service_area,
        "level": dispute.level,
        "level_due": dispute.level_due,
        "history": dispute.history,
        "state": dispute.state.value,
        "version": dispute.version,
        "ended_at": dispute.ended_at,
    }


def _dispute(row: Found) -> Dispute:
    return Dispute(
        id=row.id,
        rule=_rule(row.rule),
        case_reference=row.case_reference,
        team=row.team,
        service_area=row.service_area,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        about=row.about,
        level=row.level,
        level_due=row.level_due,
        history=tuple(map(_step, row.history)),
        state=DisputeState(row.state),
        version=row.version,
        ended_at=row.ended_at,
    )


def _rule(kept: Mapping[str, Any]) -> DisputeRule:  # JSON, as DisputeRule's fields give it
    return DisputeRule(
        id=kept["id"],
        title=kept["title"],
        raised_by=tuple(map(Role, kept["raised_by"])),
        levels=tuple(Level(Role(one["role"]), one["working_days"]) for one in kept["levels"]),
        remind_before=kept["remind_before"],
        decide_within=kept["decide_within"],
    )


def _step(kept: Mapping[str, Any]) -> Step:  # JSON, as Step's fields give it
    return Step(
        kind=StepKind(kept["kind"]),
        level=kept["level"],
        by=kept["by"],
        at=datetime.fromisoformat(kept["at"]).astimezone(UTC),
        words=kept["words"],
    )


_DISPUTES = Versioned(
    disputes,
    _dispute,
    _changing,
    fixed=_fixed,
    stale="Somebody else took a step in this just now; here it is as it stands.",
)

"""On which days an action's delay was escalated: each card keeps those that it was about."""

from sqlalchemy import Column, Date, String, Table, bindparam, select

from storage.columns import metadata, tenant_id
from storage.transaction import OF_TENANT

escalations = Table(
    "escalations",
    metadata,
    tenant_id(),
    Column("day", Date, primary_key=True),
    Column("action_id", String, primary_key=True),
)

OF_DAY = select(escalations.c.action_id).where(
    escalations.c.tenant_id == OF_TENANT, escalations.c.day == bindparam("on_day")
)
"""The ids of the actions whose delay was escalated on `on_day`."""

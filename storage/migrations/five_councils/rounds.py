"""Allocations, acknowledgements and audits name their round, and audits their theme, who
acknowledged them, whose practice they look at, when their case closed, and the version of the
framework that they end under."""

import tomllib

import sqlalchemy as sa
from alembic import op

_ONLY_ALLOCATION = "case_files"
"""What the framework that was shipped before there were rounds calls its one allocation now."""

_KEYS = {
    "allocations": ("tenant_id", "round_id", "month"),
    "acknowledgements": ("tenant_id", "round_id", "month", "person_id"),
}


def upgrade() -> None:
    """Adds the columns, gives old rows their council's main round, and widens the keys.

    The rows take the id itself and not "the first round", because what comes first may change
    with the framework's next version, and what was drawn does not.
    """
    op.add_column("audits", sa.Column("theme", sa.String()))
    op.add_column("audits", sa.Column("acknowledged_by", sa.String()))
    op.add_column("audits", sa.Column("acknowledged_at", sa.DateTime(timezone=True)))
    op.add_column("audits", sa.Column("practice_of", sa.String()))
    op.add_column("audits", sa.Column("case_closed_on", sa.Date()))
    op.add_column(
        "audits", sa.Column("framework_version", sa.String(), nullable=False, server_default="")
    )
    for table in ("audits", *_KEYS):
        op.add_column(table, sa.Column("round_id", sa.String(), nullable=False, server_default=""))
    for tenant_id, rules in op.get_bind().execute(sa.text("SELECT tenant_id, rules FROM councils")):
        _name_the_round(tenant_id, _main_round(rules))
    for table, columns in _KEYS.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(f"pk_{table}", type_="primary")
            batch.create_primary_key(f"pk_{table}", list(columns))
            batch.alter_column("round_id", existing_type=sa.String(), server_default=None)


def _main_round(rules: str) -> str:
    rounds = tomllib.loads(rules).get("rounds")
    return str(rounds[0]["id"]) if rounds else _ONLY_ALLOCATION


def _name_the_round(tenant_id: str, round_id: str) -> None:
    for table in ("audits", *_KEYS):
        named = sa.table(table, sa.column("tenant_id"), sa.column("round_id"))
        op.execute(named.update().where(named.c.tenant_id == tenant_id).values(round_id=round_id))

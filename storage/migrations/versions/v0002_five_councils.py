"""The tables of five councils, each by its own framework."""

from storage.migrations.five_councils import rounds

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes what each aggregate needs beside the tables of 0001."""
    rounds.upgrade()

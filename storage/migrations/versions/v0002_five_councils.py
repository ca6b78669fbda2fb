"""The tables of five councils, each by its own framework."""

from storage.migrations.five_councils import disputes, practice_acknowledgements

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables that each rule brought."""
    disputes.upgrade()
    practice_acknowledgements.upgrade()

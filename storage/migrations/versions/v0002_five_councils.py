"""What the five councils' frameworks ask for beyond the 1st of the month."""

from storage.migrations.five_councils import follow_up

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables of each subject."""
    follow_up.upgrade()

"""What five councils need beyond the 1st of the month."""

from storage.migrations.five_councils import duties, follow_up, framework_versions

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables, one aggregate after the other."""
    duties.upgrade()
    follow_up.upgrade()
    framework_versions.upgrade()

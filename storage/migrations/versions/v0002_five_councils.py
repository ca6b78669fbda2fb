"""What five councils need beyond the 1st of the month.

It is never edited: what changes is a revision of its own.
"""

from storage.migrations.five_councils import (
    actions,
    audit_answers,
    audit_reviews,
    chairs_reports,
    chosen_cases,
    disputes,
    duties,
    escalations,
    follow_up,
    framework_versions,
    hand_overs,
    loops,
    moderations,
    outbox,
    people,
    practice_acknowledgements,
    reassignments,
    rounds,
    themes,
)

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Makes the tables, one aggregate after the other."""
    actions.upgrade()
    audit_answers.upgrade()
    audit_reviews.upgrade()
    chairs_reports.upgrade()
    chosen_cases.upgrade()
    disputes.upgrade()
    duties.upgrade()
    escalations.upgrade()
    follow_up.upgrade()
    framework_versions.upgrade()
    hand_overs.upgrade()
    loops.upgrade()
    moderations.upgrade()
    outbox.upgrade()
    people.upgrade()
    practice_acknowledgements.upgrade()
    reassignments.upgrade()
    rounds.upgrade()
    themes.upgrade()

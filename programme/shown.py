"""What cards name when they show something, and which kinds of card can show what: a change
touches the cards that name it."""

from collections.abc import Collection, Mapping
from functools import cache

from programme.message import MessageKind

DUTIES = "duties"
"""What cards name when they show who in the council still owes what."""

SHOWS: Mapping[MessageKind, frozenset[str]] = {
    MessageKind.WELCOME: frozenset(),
    MessageKind.BEFORE_THE_FIRST: frozenset({"allocation", "reach"}),
    MessageKind.NOT_DRAWN: frozenset({"allocation", "reach"}),
    MessageKind.ALLOCATION: frozenset({"part", "audit"}),
    MessageKind.GROUP_ALLOCATION: frozenset({"part", "audit"}),
    MessageKind.AUDITS_DUE: frozenset({"part", "audit"}),
    MessageKind.ROUND: frozenset({"allocation", "reach"}),
    MessageKind.ACTIONS: frozenset({"audit"}),
    MessageKind.FINDINGS: frozenset({"audit"}),
    MessageKind.DIGEST: frozenset({"action"}),
    MessageKind.MY_WORK: frozenset(
        {"audit", "action", "alert", "allocation", "auditors", "chosen", "dispute", "disputes"}
        | {"duty", "hand_over", "loop", "moderation", "part", "practice", "reach", "version"}
    ),
    MessageKind.TEAM_WORK: frozenset({"audit", "action"}),
    MessageKind.GRADE_ALERT: frozenset({"audit", "alert"}),
    MessageKind.ALERT_ANSWERS: frozenset({"audit", "alert"}),
    MessageKind.RE_AUDIT: frozenset({"audit"}),
    MessageKind.RESULT: frozenset({"audit"}),
    MessageKind.RESULTS: frozenset({"audit"}),
    MessageKind.CELEBRATION: frozenset({"audit", "example"}),
    MessageKind.TRAINING_OFFER: frozenset({"audit", "example"}),
    MessageKind.WORKER_NOT_FOUND: frozenset(),
    MessageKind.COMMISSIONED: frozenset({"audit"}),
    MessageKind.OVERVIEW: frozenset({"reported"}),
    MessageKind.DUTIES: frozenset({"duty"}),
    MessageKind.DUTY_REMINDER: frozenset({"duty"}),
    MessageKind.DUTIES_OWED: frozenset({DUTIES}),
    MessageKind.PRACTICE_WEEK: frozenset(),
    MessageKind.OBSERVED: frozenset({"observation"}),
    MessageKind.PRACTICE_DAY: frozenset({"practice_day"}),
    MessageKind.DIP_ACTIONS: frozenset({"action"}),
    MessageKind.DIP_GRADES: frozenset({"dip_sample"}),
    MessageKind.PRACTICE: frozenset({"practice"}),
    MessageKind.DISPUTE: frozenset({"dispute"}),
    MessageKind.DISPUTES: frozenset({"disputes"}),
    MessageKind.MODERATION: frozenset({"moderation"}),
    MessageKind.MODERATIONS: frozenset({"moderation"}),
    MessageKind.MODERATION_OUTCOME: frozenset({"moderation"}),
    MessageKind.LOOP_CHECK: frozenset({"loop", "audit"}),
    MessageKind.CONFIRM_ACTIONS: frozenset({"audit"}),
    MessageKind.ESCALATED: frozenset({"action"}),
    MessageKind.TAKEN_OVER: frozenset({"action"}),
    MessageKind.CHAIRS_REPORT: frozenset({"chairs_report"}),
    MessageKind.CHOOSE_CASES: frozenset({"chosen", "allocation"}),
    MessageKind.AUDITORS_NEEDED: frozenset({"auditors", "audit", "version"}),
    MessageKind.HAND_OVER: frozenset({"hand_over", "audit"}),
    MessageKind.THEME: frozenset({"theme"}),
    MessageKind.TEAM_CARD: frozenset({"audit", "action"}),
    MessageKind.MOVED: frozenset(),
}
"""Which sorts of entity (what stands before the colon) a card of each kind can show."""


def kinds_that_show(entities: Collection[str]) -> frozenset[MessageKind]:
    """The kinds of card that can show one of `entities`."""
    return _kinds_of(frozenset(entity.partition(":")[0] for entity in entities))


@cache
def _kinds_of(sorts: frozenset[str]) -> frozenset[MessageKind]:
    return frozenset(kind for kind, shown in SHOWS.items() if not shown.isdisjoint(sorts))


REACH = "reach"
"""What cards name when they show who can be reached."""

DISPUTES = "disputes"
"""What cards name when they list open disputes."""

AUDITORS = "auditors"
"""What cards name when they show which audits need another auditor."""


def theme_entity(month: str) -> str:
    """What cards name when they show a month's theme."""
    return f"theme:{month}"


def allocation_entity(month: str) -> str:
    """What cards name when they show a month's allocation as a whole."""
    return f"allocation:{month}"


def chosen_entity(subject: str) -> str:
    """What cards name when they show which cases are chosen for a period of a round."""
    return f"chosen:{subject}"


def part_entity(month: str, person_id: str) -> str:
    """What cards name when they show one person's part of a month's allocation."""
    return f"part:{month}:{person_id}"


def audit_entity(audit_id: str) -> str:
    """What cards name when they show an audit."""
    return f"audit:{audit_id}"


def version_entity(audit_id: str) -> str:
    """What cards name when what is pressed on them says which version of an audit was seen."""
    return f"version:{audit_id}"


def action_entity(action_id: str) -> str:
    """What cards name when they show an action."""
    return f"action:{action_id}"


def reported_entity(audit_id: str) -> str:
    """What a picture of a day names when it shows an audit: no change touches it, but an erasure
    does."""
    return f"reported:{audit_id}"


def alert_entity(audit_id: str) -> str:
    """What cards name when they show who answered the alert of an audit's grade."""
    return f"alert:{audit_id}"


def example_entity(audit_id: str) -> str:
    """What cards name when they show whether an audit is an example for training."""
    return f"example:{audit_id}"


def duty_entity(person_id: str) -> str:
    """What cards name when they show what a person owes."""
    return f"duty:{person_id}"


def hand_over_entity(request_id: str) -> str:
    """What cards name when they show a request to be spared an audit."""
    return f"hand_over:{request_id}"


def observation_entity(observation_id: str) -> str:
    """What cards name when they show a practice observation."""
    return f"observation:{observation_id}"


def dip_sample_entity(sample_id: str) -> str:
    """What cards name when they show what somebody's dip sample found."""
    return f"dip_sample:{sample_id}"


def practice_day_entity(day_id: str) -> str:
    """What cards name when they show a practice day."""
    return f"practice_day:{day_id}"


def chairs_report_entity(report_id: str) -> str:
    """What cards name when they show a chair's report."""
    return f"chairs_report:{report_id}"


def practice_entity(acknowledgement_id: str) -> str:
    """What cards name when they show a practice acknowledgement."""
    return f"practice:{acknowledgement_id}"


def dispute_entity(dispute_id: str) -> str:
    """What cards name when they show a dispute."""
    return f"dispute:{dispute_id}"


def moderation_entity(audit_id: str) -> str:
    """What cards name when they show an audit's moderation."""
    return f"moderation:{audit_id}"


def loop_entity(audit_id: str) -> str:
    """What cards name when they show whether an audit's loop is closed."""
    return f"loop:{audit_id}"

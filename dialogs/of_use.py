"""What the help text offers: words for which the council's framework has a use for the reader.

A word that isn't offered still answers whoever types it.
"""

from collections.abc import Iterable

from programme.framework import Framework
from programme.people import Person, Role
from programme.rules.duty import DutyKind


def always(_framework: Framework, _person: Person) -> bool:
    """For words that every framework has a use for."""
    return True


def nobody(_framework: Framework, _person: Person) -> bool:
    """For words that are understood, and that nobody needs to be told of."""
    return False


def duties(framework: Framework, person: Person) -> bool:
    """Whether the person owes anything beside audits."""
    return any(duty.asks(person) for duty in framework.duties)


def everyones_duties(framework: Framework, _person: Person) -> bool:
    """Whether anybody owes anything beside audits."""
    return bool(framework.duties)


def dip_samples(framework: Framework, person: Person) -> bool:
    """Whether a dip sample counts towards what the person owes (SW-02)."""
    return _counts("dip_sample", framework, person)


def observations(framework: Framework, person: Person) -> bool:
    """Whether a practice observation counts towards what the person owes (SW-02, WB-06)."""
    return _counts("practice_observation", framework, person)


def practice_days(framework: Framework, person: Person) -> bool:
    """Whether the person owes practice days (WB-11)."""
    return _counts("practice_day", framework, person)


def raising_disputes(framework: Framework, person: Person) -> bool:
    """Whether the person's role raises disputes of one sort or another (WC-11, SW-09)."""
    return any(_among(rule.raised_by, person) for rule in framework.disputes)


def disputes(framework: Framework, _person: Person) -> bool:
    """Whether there are disputes at all."""
    return bool(framework.disputes)


def good_practice(framework: Framework, person: Person) -> bool:
    """Whether the person's role records good practice (WC-13)."""
    rule = framework.acknowledgements
    return rule is not None and _among(rule.by, person)


def commissions(framework: Framework, person: Person) -> bool:
    """Whether the person's role asks for audits (SW-13, KT-04)."""
    return any(_among(rule.by, person) for rule in framework.commissions)


def chairs_reports(framework: Framework, person: Person) -> bool:
    """Whether the person's role reports on conferences and reviews (WB-13)."""
    rule = framework.chairs_reports
    return rule is not None and _among(rule.by, person)


def moderations(framework: Framework, person: Person) -> bool:
    """Whether the person may be asked to moderate; QA officers stand in for others (WC-07)."""
    return _moderates(framework, person) and not _calls_it_peer_review(framework)


def peer_reviews(framework: Framework, person: Person) -> bool:
    """As `moderations`, where the council calls it peer review (KT-02)."""
    return _moderates(framework, person) and _calls_it_peer_review(framework)


def choosing(framework: Framework, person: Person) -> bool:
    """Whether the person chooses cases of a round; QA officers stand in for others (SW-11)."""
    posts = [rule.chosen_by for rule in framework.rounds if rule.chosen_by]
    return any(post.is_held_by(person) or person.has(Role.QA_OFFICER) for post in posts)


def themes(framework: Framework, _person: Person) -> bool:
    """Whether anything is audited or sampled by theme (SW-03, BD-01, KT-04)."""
    return framework.is_themed


def _counts(kind: DutyKind, framework: Framework, person: Person) -> bool:
    return any(kind in duty.any_of and duty.asks(person) for duty in framework.duties)


def _moderates(framework: Framework, person: Person) -> bool:
    return any(_among((*rule.by, Role.QA_OFFICER), person) for rule in framework.moderation)


def _calls_it_peer_review(framework: Framework) -> bool:
    return framework.moderation_called.several == "peer reviews"


def _among(roles: Iterable[Role], person: Person) -> bool:
    return not person.roles.isdisjoint(roles)

"""Who looks at a completed audit a second time, and what comes back of it."""

from dataclasses import dataclass
from typing import Literal

from programme.people import Person, Role, Verb
from programme.rules.post import Post
from programme.rules.rule import Ours, Rule, between, fit, may, once

_REMIND_BEFORE = Ours(2)

Form = Literal["all_by_managers", "a_share", "named_moderators", "random_peers"]
"""Of every audit, by the group manager of the case's service area (WC-07); of a share of the
audits, by the QA team (SW-05); some audits of the previous period, by the holders of named roles
(WB-04); of every audit, by another auditor drawn at random (KT-02).

A framework without a rule moderates nothing."""

MODERATES_EVERY_AUDIT: frozenset[Form] = frozenset({"all_by_managers", "random_peers"})
"""Forms that moderate an audit as soon as it is submitted; the others draw some when a period is
over."""


@dataclass(frozen=True, slots=True)
class Called(Rule):
    """What the council calls moderation, in lower case: the thing itself and several of it, what
    one does ("moderate"), what has been done ("moderated") and who does it (KT-02)."""

    name: str = "moderation"
    several: str = "moderations"
    act: str = "moderate"
    done: str = "moderated"
    by: str = "moderator"

    def __post_init__(self) -> None:
        for word in (self.name, self.several, self.act, self.done, self.by):
            between("the length of each word", len(word), 3, 30)


MODERATION = Called()


@dataclass(frozen=True, slots=True)
class ModerationRule(Rule):
    """Moderation (WC-05, WC-07, SW-05, WB-04, KT-02).

    `share_percent` is of the audits submitted in a period, for "a_share". `each` is how many audits
    a moderator gets a period, for "named_moderators". `within_working_days` is the time that the
    moderator has from being asked, `answer_within_working_days` the auditor's for an answer where
    the grade was changed. The moderator is reminded `remind_before` working days before the due
    day, on it, and every `remind_after_every` working days after it. `rounds` are those whose
    audits are moderated; none named: all. `only_of` bounds roles of `by` to a service area, and
    with `talked_over` a moderator first discusses a grade that they would change with the auditor
    (WB-04). `called` is the council's own word for it.
    """

    form: Form
    by: tuple[Role, ...]
    within_working_days: int
    answer_within_working_days: int
    share_percent: int = 100
    each: int = 1
    remind_before: int = _REMIND_BEFORE
    remind_after_every: int = 5
    rounds: tuple[str, ...] = ()
    only_of: tuple[Post, ...] = ()
    talked_over: bool = False
    called: Called = MODERATION

    def __post_init__(self) -> None:
        between("within_working_days", self.within_working_days, 1, 60)
        between("answer_within_working_days", self.answer_within_working_days, 1, 60)
        between("share_percent", self.share_percent, 1, 100)
        between("each", self.each, 1, 20)
        most = min(20, self.within_working_days - 1)
        fit(self, "remind_before", _REMIND_BEFORE, 0, most)
        between("remind_before", self.remind_before, 0, most)
        between("remind_after_every", self.remind_after_every, 1, 60)
        if not self.by:
            raise ValueError("by names the roles that moderate")
        once("by", self.by)
        once("rounds", self.rounds)
        if self.share_percent != 100 and self.form != "a_share":
            raise ValueError(f"share_percent goes with form = “a_share”, not {self.form}")
        if self.each != 1 and self.form != "named_moderators":
            raise ValueError(f"each goes with form = “named_moderators”, not {self.form}")
        once("only_of", [post.role for post in self.only_of])
        others = [post.role.words for post in self.only_of if post.role not in self.by]
        if others:
            raise ValueError(f"only_of bounds roles of by, and {others[0]} is none of them")
        may("by", self.by, Verb.MODERATE)

    @property
    def posts(self) -> tuple[Post, ...]:
        """Who moderates, role by role."""
        bounded = {post.role: post for post in self.only_of}
        return tuple(bounded.get(role, Post(role)) for role in self.by)

    def is_moderator(self, person: Person) -> bool:
        """Whether the person is one of those who moderate."""
        return any(post.is_held_by(person) for post in self.posts)

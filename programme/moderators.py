"""Who moderates which audit: decided from the staff list, the rule and a seed."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from random import Random

from programme.audit import Audit
from programme.framework import Framework
from programme.people import Person, Role, working_people
from programme.rules.moderation import MODERATES_EVERY_AUDIT, Form, ModerationRule
from programme.rules.post import Post

OUTLIVED = ModerationRule("all_by_managers", (Role.QA_OFFICER,), 10, 10)
"""For a moderation whose rule is no longer in the framework: the QA officers see it to its end."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who moderates an audit, and why in a sentence. `fallback`: nobody of the rule's roles could,
    which the QA officers hear."""

    audit_id: str
    moderator_id: str
    why: str
    fallback: bool = False


@dataclass(slots=True)
class Choice:
    """What a choice is made from: the staff on a day, how many audits each has been given of late,
    and chance between equals. `load` counts on with every choice. `conflicts` has who declared a
    conflict of interest for a case (ids), by its reference: they don't moderate its audits either.
    """

    people: Sequence[Person]
    today: date
    chance: Random
    load: Counter[str] = field(default_factory=Counter)
    conflicts: Mapping[str, Collection[str]] = field(default_factory=dict)

    def of(self, audit: Audit, rule: ModerationRule, barred: Collection[str] = ()) -> Chosen | None:
        """Who moderates the audit; None when the council has nobody at all for it.

        Never one of its auditors nor of `barred`. The first rung with somebody who is not away
        decides; when all are away, the first with anybody.
        """
        out = {*self._theirs(audit), *barred}
        staff = [person for person in working_people(self.people) if person.id not in out]
        rungs = [*_rungs(audit, rule, staff, self.people), _holders(staff, Role.QA_OFFICER)]
        present = [[p for p in rung if not p.is_away(self.today)] for rung in rungs]
        for number, rung in [*enumerate(present), *enumerate(rungs)]:
            if rung:
                return self._one(audit, rule, rung, fallback=number == len(rungs) - 1)
        return None

    def _one(
        self, audit: Audit, rule: ModerationRule, rung: Sequence[Person], *, fallback: bool
    ) -> Chosen:
        least = min(self.load[person.id] for person in rung)
        equals = sorted(p.id for p in rung if self.load[p.id] == least)
        chosen_id = equals[int(self.chance.random() * len(equals))]
        self.load[chosen_id] += 1
        chosen = next(person for person in rung if person.id == chosen_id)
        why = _why(audit, rule, chosen, len(rung), fallback=fallback)
        return Chosen(audit.id, chosen_id, why, fallback)

    def share(self, audits: Sequence[Audit], rule: ModerationRule) -> tuple[Chosen, ...]:
        """A share of a period's audits, at least one of them, drawn by chance (SW-05)."""
        count = -(-len(audits) * rule.share_percent // 100)
        drawn = _in_any_order(audits, self.chance)[:count]
        return tuple(chosen for audit in drawn if (chosen := self.of(audit, rule)))

    def named(self, audits: Sequence[Audit], rule: ModerationRule, due: date) -> tuple[Chosen, ...]:
        """So many of a period's audits for each holder of the roles, never their own (WB-04).

        Whoever is away now and on the `due` day gets none. Those with the least to choose from
        choose first, and nobody gets a second one before everybody has one. For a role that
        nobody holds who is there, a QA officer stands in.
        """
        there = [
            person
            for person in working_people(self.people)
            if not (person.is_away(self.today) and person.is_away(due))
        ]
        holders = [person for person in there if rule.is_moderator(person)]
        left = _in_any_order(sorted(audits, key=lambda audit: audit.id), self.chance)
        made = []
        for _ in range(rule.each):
            for person in sorted(holders, key=lambda p: (len(self._open_to(left, p)), p.id)):
                for audit in self._open_to(left, person)[:1]:
                    left.remove(audit)
                    made.append(Chosen(audit.id, person.id, _why(audit, rule, person, len(audits))))
            for post in rule.posts:
                if not any(map(post.is_held_by, holders)):
                    made += self._stand_in(
                        post, rule.called.act, _holders(there, Role.QA_OFFICER), left
                    )
        return tuple(made)

    def _theirs(self, audit: Audit) -> set[str | None]:
        """Who can't moderate it: those who audited it, or have declared a conflict of interest."""
        declared = self.conflicts.get(audit.case_reference, ())
        return {audit.lead_id, audit.peer_id, audit.submitted_by, *declared}

    def _open_to(self, audits: Sequence[Audit], person: Person) -> list[Audit]:
        return [audit for audit in audits if person.id not in self._theirs(audit)]

    def _stand_in(
        self, post: Post, act: str, officers: Sequence[Person], left: list[Audit]
    ) -> Iterator[Chosen]:
        for officer in sorted(officers, key=lambda person: (self.load[person.id], person.id)):
            for audit in self._open_to(left, officer)[:1]:
                left.remove(audit)
                self.load[officer.id] += 1
                why = f"{officer.name} {act}s it as QA officer: no {post.words} is there to."
                yield Chosen(audit.id, officer.id, why, fallback=True)
                return


def rule_on_submission(framework: Framework, audit: Audit) -> ModerationRule | None:
    """The rule by which the audit is moderated as soon as it is submitted, or None."""
    rules = (rule for rule in framework.moderation if rule.form in MODERATES_EVERY_AUDIT)
    return next((rule for rule in rules if is_of(rule, audit)), None)


def rule_behind(framework: Framework, audit: Audit, form: Form) -> ModerationRule:
    """The rule of a moderation that was begun in that form; `OUTLIVED` when it is gone."""
    rules = (rule for rule in framework.moderation if rule.form == form)
    return next((rule for rule in rules if is_of(rule, audit)), OUTLIVED)


def is_of(rule: ModerationRule, audit: Audit) -> bool:
    """Whether the rule's rounds include the audit's."""
    return not rule.rounds or audit.round_id in rule.rounds


def seed_of(*parts: str) -> int:
    """A seed that follows from what it is for, so that a draw can be made again."""
    return int.from_bytes(sha256("/".join(parts).encode()).digest()[:4], "big")


def moderators_hold(rule: ModerationRule, person: Person) -> bool:
    """Whether the person still works here and is one of those who moderate by the rule, or a QA
    officer. What was begun under a rule that is gone stays where it is."""
    holds = rule.is_moderator(person) or person.has(Role.QA_OFFICER)
    return person.active and (holds or rule is OUTLIVED)


def _rungs(
    audit: Audit, rule: ModerationRule, staff: Sequence[Person], everyone: Sequence[Person]
) -> list[list[Person]]:
    if rule.form == "all_by_managers":
        return [
            [p for p in staff if post.is_held_by(p) and p.service_area == audit.service_area]
            for post in rule.posts
        ]
    holders = [person for person in staff if rule.is_moderator(person)]
    if rule.form != "random_peers":
        return [holders]
    near: set[str | None] = {audit.team, *(p.team for p in everyone if p.id == audit.lead_id)}
    return [[p for p in holders if p.team not in near], holders]


def _holders(staff: Sequence[Person], role: Role) -> list[Person]:
    return [person for person in staff if person.has(role)]


def _in_any_order(audits: Sequence[Audit], chance: Random) -> list[Audit]:
    # Random promises the same numbers in later versions of Python for random() alone.
    keyed = [(chance.random(), audit) for audit in sorted(audits, key=lambda audit: audit.id)]
    return [audit for _, audit in sorted(keyed, key=lambda pair: pair[0])]


def _why(
    audit: Audit, rule: ModerationRule, person: Person, among: int, *, fallback: bool = False
) -> str:
    if fallback:
        roles = " or ".join(post.one for post in rule.posts)
        return (
            f"{person.name} {rule.called.act}s it as QA officer: for {audit.service_area} nobody "
            f"who is {roles} is free to."
        )
    words: Mapping[Form, str] = {
        "all_by_managers": f"{person.name} {rule.called.act}s the audits of {audit.service_area}.",
        "a_share": f"It was drawn at random for the share of audits that is {rule.called.done}.",
        "named_moderators": f"It was drawn at random from {among:,} audits of the last period.",
        "random_peers": f"{person.name} was drawn at random from {among:,} possible reviewers.",
    }
    return words[rule.form]

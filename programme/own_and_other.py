"""Which cases someone may be given: their own team's, any but their own, their service area's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

from programme.auditors import area_of
from programme.case import Case
from programme.draw_lists import DrawLists
from programme.people import Person, Role, rank
from programme.places import Choice
from programme.rules.tool import AuditTool


class Choices:
    """What each person may be given in a draw; those who may be given the same share a choice."""

    def __init__(self, lists: DrawLists) -> None:
        self._lists = lists
        self._made: dict[str, Choice] = {}

    @cached_property
    def open(self) -> Sequence[Case]:
        """The round's cases that are open to audit and of a team of the council."""
        return [case for case in self._lists.open_cases() if case.team in self._lists.by_name]

    def of_reviewing_officer(self, name: str, tool: AuditTool | None = None) -> Choice:
        """The cases that name someone as their reviewing officer (WC-10), of those that a quota's
        tool of its own is for."""
        cases = (case for case in self._by_iro.get(folded(name), ()) if self._fits(tool, case))
        key = f"reviewed by {folded(name)} {tool.id if tool else ''}".rstrip()
        return Choice(key, tuple(cases), is_own_reviews=True)

    def barred(self, person: Person, *, own_reviews: bool = False) -> frozenset[str]:
        """The references of the open cases whose worker the person is, or whose reviewing officer
        unless they are to audit their `own_reviews`; and of those for which they have declared a
        conflict of interest."""
        name = folded(person.name)
        cases = [*self._by_worker.get(name, ())]
        if not own_reviews:
            cases += self._by_iro.get(name, ())
        declared = self._conflicts.get(person.id, frozenset())
        return declared | {case.reference for case in cases}

    @cached_property
    def _conflicts(self) -> Mapping[str, frozenset[str]]:
        """The references of the cases for which each person has declared a conflict of interest."""
        found: dict[str, set[str]] = defaultdict(set)
        for reference, ids in self._lists.conflicts.items():
            for person_id in ids:
                found[person_id].add(reference)
        return {person_id: frozenset(references) for person_id, references in found.items()}

    @cached_property
    def reviewing_officers(self) -> Mapping[str, int]:
        """The names that stand as the open cases' reviewing officers, and how often each does."""
        spelt = {name: cases[0].iro or "" for name, cases in self._by_iro.items()}
        return {spelt[name]: len(cases) for name, cases in sorted(self._by_iro.items())}

    @cached_property
    def _by_worker(self) -> Mapping[str, Sequence[Case]]:
        return _by_name(self.open, lambda case: case.worker)

    @cached_property
    def _by_iro(self) -> Mapping[str, Sequence[Case]]:
        return _by_name(self.open, lambda case: case.iro)

    def for_person(self, person: Person, tool: AuditTool | None) -> Choice | None:
        """The person's choice; None for someone who belongs nowhere, where that matters.

        A quota's tool of its own is for the cases that it names, or for all that no other tool of
        the round is for (WB-05).
        """
        found = self._teams(person)
        if found is None:
            return None
        key, teams = found
        return self._made_once(f"{key} {tool.id if tool else ''}", teams, tool)

    def _made_once(self, key: str, teams: frozenset[str], tool: AuditTool | None) -> Choice:
        if key not in self._made:
            fitting = (case for case in self.open if case.team in teams and self._fits(tool, case))
            self._made[key] = Choice(key, tuple(fitting))
        return self._made[key]

    def _fits(self, tool: AuditTool | None, case: Case) -> bool:
        if tool is None:
            return True
        if tool.is_general:
            return self._lists.tool_for(case).is_general
        area = self._lists.area_of(case)
        return (not tool.service_areas or area in tool.service_areas) and (
            not tool.cohorts or case.cohort in tool.cohorts
        )

    def _teams(self, person: Person) -> tuple[str, frozenset[str]] | None:
        """A key and the names of the teams whose cases the person may be given."""
        lists = self._lists
        everywhere = frozenset(lists.by_name)
        team, area = lists.by_name.get(person.team or ""), area_of(person, lists.by_name)
        if lists.of.rule.cases == "any":
            return "any", everywhere
        if lists.of.rule.cases == "not_own":
            return self._not_own(person, None if team is None else team.name)
        if team is not None and lists.of.rule.cases == "own":
            return f"team {team.name}", frozenset({team.name})
        if area is not None:
            theirs = (one.name for one in lists.by_name.values() if one.service_area == area)
            return f"area {area}", frozenset(theirs)
        return ("any", everywhere) if _is_above_areas(person) else None

    def _not_own(self, person: Person, own: str | None) -> tuple[str, frozenset[str]]:
        others = frozenset(self._lists.by_name) - {own}
        further = others - self.managed_by(person)
        if not any(case.team in further for case in self.open):
            further = others
        return f"not {sorted(others - further)} {own}", further

    def managed_by(self, person: Person) -> frozenset[str]:
        """The teams whose managers the person line-manages (BD-03)."""
        return frozenset(self._managed[person.email.casefold()])

    @cached_property
    def _managed(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for person in self._lists.people:
            if person.active and person.has(Role.TEAM_MANAGER) and person.team:
                found[(person.line_manager_email or "").casefold()].add(person.team)
        return found


def _by_name(
    cases: Iterable[Case], name_in: Callable[[Case], str | None]
) -> Mapping[str, Sequence[Case]]:
    found: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        if name := folded(name_in(case)):
            found[name].append(case)
    return found


def folded(name: str | None) -> str:
    """A name as lists are compared by it: case and spaces make no difference."""
    return " ".join((name or "").split()).casefold()


def _is_above_areas(person: Person) -> bool:
    return max(map(rank, person.roles), default=0) >= rank(Role.HEAD_OF_SERVICE)

"""What a round's draw comes to: pairings, what could not be met, and the numbers a team."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from programme.people import Person, Team
from programme.round_period import RoundPeriod
from programme.sampling import CohortShare


@dataclass(frozen=True, slots=True)
class Pairing:
    """A case to audit and its two auditors (WC-03).

    `peer_id` is None where nobody can be the peer; the draw's gaps say why. `why` are sentences in
    the third person, true for both readers. `practice_of` is the id of whose practice the audit
    looks at, where it does (WC-12).
    """

    case_reference: str
    cohort: str
    team: str
    service_area: str
    tool_id: str
    lead_id: str
    peer_id: str | None
    why: tuple[str, ...]
    practice_of: str | None = None


class GapKind(StrEnum):
    """What could not be met."""

    NO_TEAM_MANAGER = "no_team_manager"
    TEAM_MANAGER_AWAY = "team_manager_away"
    NO_CASE = "no_case"
    TOO_FEW_CASES = "too_few_cases"
    NO_PEER = "no_peer"
    COHORT_SHORT = "cohort_short"
    TEAM_UNKNOWN = "team_unknown"
    MANAGER_WITHOUT_TEAM = "manager_without_team"
    NO_AUDITOR = "no_auditor"
    AUDITOR_AWAY = "auditor_away"
    REVIEWING_OFFICER_UNKNOWN = "reviewing_officer_unknown"
    NO_OPENING_DATE = "no_opening_date"
    NO_THEME = "no_theme"
    NOT_CHOSEN = "not_chosen"
    THEME_SHORT = "theme_short"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the framework asks and the draw could not give, in a sentence.

    `service_area`, `team` and `case_reference` say where, as far as it lies in one.
    """

    kind: GapKind
    sentence: str
    service_area: str | None = None
    team: str | None = None
    case_reference: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a round's way of choosing auditors comes to."""

    pairings: tuple[Pairing, ...]
    gaps: tuple[Gap, ...]
    cohorts: tuple[CohortShare, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A period's draw, its pairings by service area and team; `theme` in a themed round.

    The same seed draws the same again from the same lists, in whatever order they come.
    """

    seed: int
    of: RoundPeriod
    pairings: tuple[Pairing, ...]
    gaps: tuple[Gap, ...]
    cohorts: tuple[CohortShare, ...]
    theme: str | None = None


@dataclass(frozen=True, slots=True)
class TeamNumbers:
    """A team in a draw: its cases audited, its managers who lead one, the audits that its
    managers are the peer of, and its gaps."""

    team: str
    service_area: str
    cases: int
    leads: int
    peers: int
    gaps: int


def preview_by_team(
    draw: Draw, teams: Iterable[Team], people: Iterable[Person]
) -> tuple[TeamNumbers, ...]:
    """The numbers of every team, by service area and name. Gaps of no one team are not in them."""
    team_of = {person.id: person.team for person in people}
    cases = Counter(pairing.team for pairing in draw.pairings)
    leads = Counter(team_of.get(lead) for lead in {pairing.lead_id for pairing in draw.pairings})
    peers = Counter(team_of.get(pairing.peer_id) for pairing in draw.pairings if pairing.peer_id)
    gaps = Counter(gap.team for gap in draw.gaps)
    return tuple(
        TeamNumbers(
            team.name,
            team.service_area,
            cases[team.name],
            leads[team.name],
            peers[team.name],
            gaps[team.name],
        )
        for team in sorted(teams, key=lambda team: (team.service_area, team.name))
    )

"""The sentences that answer "why me, why this case?" of a pairing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from programme.auditors import Auditors
from programme.calendar import Month
from programme.case import Case
from programme.peers import together
from programme.people import Person
from programme.period import Period
from programme.sampling import CohortShare, DrawnCase, Sample


@dataclass(frozen=True, slots=True)
class Paired:
    """A drawn case with its peer; `no_peer` is the sentence that says why there is none."""

    drawn: DrawnCase
    service_area: str
    peer: Person | None
    no_peer: str | None


class Reasons:
    """Explains the pairings of one draw."""

    def __init__(
        self,
        period: Period,
        not_again_within: int,
        auditors: Auditors,
        sample: Sample,
        paired: Sequence[Paired],
        last_audited: Mapping[str, date],
        earlier_pairs: Mapping[tuple[str, str], int],
    ) -> None:
        self._period = period
        self._not_again_within = not_again_within
        self._auditors = auditors
        self._audits = len(paired)
        self._cohorts = {share.cohort: share for share in sample.cohorts}
        self._open = sum(share.open_to_audit for share in sample.cohorts)
        self._last_audited = last_audited
        self._earlier_pairs = earlier_pairs
        self._load: dict[str, Counter[str]] = {}
        for pairing in paired:
            if pairing.peer is not None:
                self._load.setdefault(pairing.service_area, Counter())[pairing.peer.id] += 1

    def why(self, paired: Paired) -> tuple[str, ...]:
        """The reasons for the lead, the peer, the cohort and the case."""
        return (
            self._why_lead(paired.drawn),
            *self._why_peer(paired),
            why_cohort(
                self._cohorts[paired.drawn.case.cohort], self._open, self._audits, self._period
            ),
            *self._why_case(paired.drawn),
        )

    def _why_lead(self, drawn: DrawnCase) -> str:
        team, name = drawn.case.team, drawn.lead.name
        sharing = len(self._auditors.leads[team])
        if sharing == 1:
            return f"{name} leads as team manager of {team}, the team responsible for the case."
        return (
            f"{name} leads as one of {sharing} team managers of {team}, the team responsible for"
            " the case, who share its audits evenly."
        )

    def _why_peer(self, paired: Paired) -> tuple[str, ...]:
        lead, peer = paired.drawn.lead, paired.peer
        if peer is None:
            return () if paired.no_peer is None else (paired.no_peer,)
        area, load = paired.service_area, self._load[paired.service_area]
        times = together(self._earlier_pairs, lead.id, peer.id)
        share = (
            f"{peer.name} is the peer auditor as another team manager of {area}, with"
            f" {load[peer.id]} of its {load.total()} peer audits of {self._period.title}; nobody"
            f" there has more than {max(load.values())}."
        )
        pair = f"{lead.name} and {peer.name} have"
        if not times:
            return share, f"{pair} not audited together in the last 12 months."
        return share, (
            f"{pair} audited together {_times(times)} in the last 12 months; repeats are avoided as"
            " far as a fair share for everyone allows."
        )

    def _why_case(self, drawn: DrawnCase) -> tuple[str, ...]:
        case, words = drawn.case, drawn.case.cohort.words
        among = (
            f"It is the only {words} case of {case.team} that is open to audit."
            if drawn.out_of == 1
            else f"It was drawn at random from {drawn.out_of:,} {words} cases of {case.team} that "
            "are open to audit."
        )
        return among, why_case_is_open(
            case, self._last_audited, self._period, self._not_again_within
        )


def why_cohort(
    share: CohortShare, open_to_audit: int, audits: int, period: Period, of: str = "council"
) -> str:
    """What part of the open cases, and of the draw, the cohort is."""
    percent = 100 * share.open_to_audit / open_to_audit
    portion = "less than 1%" if percent < 1 else f"{percent:.0f}%"
    return (
        f"The {share.cohort.words} cohort makes up {portion} of the {of}'s cases open to audit;"
        f" {share.drawn} of {period.title}'s {f'{audits} audits' if audits > 1 else 'one audit'}"
        f" {'comes' if share.drawn == 1 else 'come'} from it."
    )


def why_case_is_open(
    case: Case, last_audited: Mapping[str, date], period: Period, not_again_within: int
) -> str:
    """When the case was audited last."""
    last = last_audited.get(case.reference)
    if last is None:
        return "No earlier audit of it is on record."
    outside = months_before(period, not_again_within)
    return f"Its last audit was in {Month.of(last).title}, earlier than {outside}."


def months_before(period: Period, count: int) -> str:
    """The span in which an audit keeps a case out: "the 12 months before December 2026"."""
    if not count:
        return period.title
    return f"the {f'{count} months' if count > 1 else 'month'} before {period.first.title}"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")

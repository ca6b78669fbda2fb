"""Who moderates: by rule, never an auditor, never somebody away while another is there, fairly."""

from collections import Counter
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.audit import Audit
from programme.calendar import Month
from programme.framework import Framework
from programme.moderators import (
    OUTLIVED,
    Choice,
    Chosen,
    moderators_hold,
    rule_behind,
    rule_on_submission,
    seed_of,
)
from programme.people import Absence, Person, Role
from programme.rules.moderation import ModerationRule
from programme.rules.post import Post
from tests.little_council import FRAMEWORK, STAFF, person

TODAY, DUE = date(2026, 12, 1), date(2026, 12, 15)
BY_MANAGERS = ModerationRule("all_by_managers", (Role.GROUP_MANAGER, Role.SERVICE_MANAGER), 10, 5)
SHARE = ModerationRule("a_share", (Role.QA_OFFICER,), 10, 5, share_percent=20)
NAMED = ModerationRule(
    "named_moderators", (Role.SERVICE_MANAGER, Role.PRINCIPAL_SOCIAL_WORKER), 10, 5
)
PEERS = ModerationRule("random_peers", (Role.TEAM_MANAGER, Role.ASSISTANT_TEAM_MANAGER), 10, 5)
SUE = person("Sue", Role.SERVICE_MANAGER, area="North")
PIA = person("Pia", Role.PRINCIPAL_SOCIAL_WORKER)
QUENTIN = person("Quentin", Role.QA_OFFICER)


def audit(
    number: int = 1, lead: str = "ann", peer: str | None = "ben", area: str = "North"
) -> Audit:
    return Audit(
        id=f"{number:032x}",
        month=Month(2026, 12),
        case_reference=f"CF-{number}",
        cohort="child_in_need",
        team="Ash",
        service_area=area,
        tool_id="social_work",
        lead_id=lead,
        peer_id=peer,
        due=DUE,
        round_id=FRAMEWORK.allocation.id,
    )


def away(who: Person, last: date = TODAY) -> Person:
    return replace(who, absences=(Absence(date(2026, 11, 1), last),))


def among(*people: Person, seed: int = 1, load: dict[str, int] | None = None) -> Choice:
    return Choice(people, TODAY, Random(seed), Counter(load or {}))


def moderator(chosen: Chosen | None) -> str | None:
    return chosen.moderator_id if chosen else None


@pytest.mark.rule("WC-07")
def test_a_group_manager_of_the_cases_service_area_moderates() -> None:
    choice = among(*STAFF, SUE)
    assert moderator(choice.of(audit(), BY_MANAGERS)) == "gil"
    assert moderator(choice.of(audit(area="South"), BY_MANAGERS)) == "gus"


@pytest.mark.rule("WC-07")
def test_the_next_role_moderates_while_the_first_is_away_has_left_or_has_audited() -> None:
    gil = next(one for one in STAFF if one.id == "gil")
    others = [one for one in STAFF if one.id != "gil"]
    for instead in (away(gil), replace(gil, active=False)):
        assert moderator(among(*others, instead, SUE).of(audit(), BY_MANAGERS)) == "sue"
    assert moderator(among(*STAFF, SUE).of(audit(lead="gil"), BY_MANAGERS)) == "sue"
    assert moderator(among(*STAFF, SUE).of(audit(), BY_MANAGERS, barred=["gil"])) == "sue"


@pytest.mark.rule("WC-05", "WC-07")
def test_at_the_last_a_qa_officer_does_and_they_are_told_why() -> None:
    chosen = among(*STAFF).of(audit(area="Fostering"), BY_MANAGERS)
    assert chosen is not None
    assert (chosen.moderator_id, chosen.fallback) == ("quinn", True)
    assert chosen.why == (
        "Quinn moderates it as QA officer: for Fostering nobody who is a group manager or "
        "a service manager is free to."
    )


def test_when_everybody_is_away_the_first_who_is_there_at_all_does() -> None:
    everyone = [away(one) for one in (*STAFF, SUE)]
    assert moderator(among(*everyone).of(audit(), BY_MANAGERS)) == "gil"
    assert among(person("Sam", Role.SOCIAL_WORKER)).of(audit(), BY_MANAGERS) is None


@pytest.mark.rule("SW-05")
@pytest.mark.parametrize(("audits", "drawn"), [(0, 0), (1, 1), (5, 1), (6, 2), (50, 10)])
def test_a_share_is_drawn_at_least_one(audits: int, drawn: int) -> None:
    found = among(*STAFF).share([audit(n) for n in range(audits)], SHARE)
    assert len({chosen.audit_id for chosen in found}) == len(found) == drawn


@pytest.mark.rule("SW-05")
def test_a_share_is_spread_evenly_and_the_same_seed_draws_the_same() -> None:
    audits = [audit(n) for n in range(50)]
    first, again, other = (
        among(*STAFF, QUENTIN, seed=seed).share(order, SHARE)
        for seed, order in ((1, audits), (1, audits[::-1]), (2, audits))
    )
    assert Counter(each.moderator_id for each in first) == {"quinn": 5, "quentin": 5}
    assert first == again
    assert {each.audit_id for each in first} != {each.audit_id for each in other}


@pytest.mark.rule("WB-04")
def test_each_named_moderator_gets_one_of_the_periods_audits_and_never_their_own() -> None:
    for seed in range(20):
        audits = [audit(1, lead="sue"), audit(2, lead="pia"), audit(3, peer="sue")]
        found = among(*STAFF, SUE, PIA, seed=seed).named(audits, NAMED, DUE)
        given = {each.moderator_id: each.audit_id for each in found}
        assert set(given) == {"sue", "pia"}
        assert given["sue"] == audits[1].id
        assert given["pia"] in (audits[0].id, audits[2].id)


@pytest.mark.rule("WB-04")
def test_a_named_moderator_who_is_back_before_it_is_due_gets_one_and_another_not() -> None:
    audits = [audit(n) for n in range(9)]
    found = among(away(SUE), away(PIA, DUE)).named(audits, replace(NAMED, each=2), DUE)
    assert [each.moderator_id for each in found] == ["sue", "sue"]


@pytest.mark.rule("WB-04")
def test_a_role_bounded_to_a_service_area_moderates_from_there_alone_and_one_each() -> None:
    bounded = replace(NAMED, only_of=(Post(Role.SERVICE_MANAGER, ("Safeguarding",)),))
    sid = person("Sid", Role.SERVICE_MANAGER, area="Safeguarding")
    audits = [audit(n) for n in range(9)]
    for seed in range(20):
        found = among(*STAFF, SUE, sid, PIA, QUENTIN, seed=seed).named(audits, bounded, DUE)
        assert sorted(each.moderator_id for each in found) == ["pia", "sid"]
    again = among(QUENTIN, PIA, sid, SUE, *STAFF, seed=19).named(audits[::-1], bounded, DUE)
    assert sorted(found, key=_by_audit) == sorted(again, key=_by_audit)


@pytest.mark.rule("WB-04")
def test_for_a_role_that_nobody_there_holds_a_qa_officer_stands_in_and_it_is_said() -> None:
    audits = [audit(1, lead="quentin"), audit(2), audit(3, lead="quinn")]
    found = among(*STAFF, away(SUE, DUE), PIA, QUENTIN).named(audits, NAMED, DUE)
    (instead,) = [each for each in found if each.fallback]
    assert sorted(each.moderator_id for each in found if not each.fallback) == ["pia"]
    assert instead.moderator_id in ("quinn", "quentin")
    assert instead.why.endswith("moderates it as QA officer: no service manager is there to.")
    assert len({each.audit_id for each in found}) == 2


@pytest.mark.rule("KT-02")
def test_a_random_peer_is_of_another_team_and_differs_from_audit_to_audit() -> None:
    found = {
        moderator(among(*STAFF, seed=seed_of(audit(n).id)).of(audit(n, peer=None), PEERS))
        for n in range(60)
    }
    assert found == {"ben", "cat", "dan", "eve"}


@pytest.mark.rule("KT-02")
def test_a_peer_of_the_same_team_reviews_only_where_there_is_no_other() -> None:
    ann, abe = (one for one in STAFF if one.id in ("ann", "abe"))
    assert moderator(among(ann, abe).of(audit(peer=None), PEERS)) == "abe"
    nobody = among(ann, PIA, QUENTIN).of(audit(peer=None), PEERS)
    assert nobody is not None
    assert (nobody.moderator_id, nobody.fallback) == ("quentin", True)


@pytest.mark.rule("KT-02")
@given(count=st.integers(1, 60), seed=st.integers(0, 9))
def test_peers_are_drawn_fairly(count: int, seed: int) -> None:
    choice = among(*STAFF, seed=seed)
    given_to = Counter(moderator(choice.of(audit(n, peer=None), PEERS)) for n in range(count))
    assert (
        max(given_to.values()) - min(given_to[each] for each in ("ben", "cat", "dan", "eve")) <= 1
    )


@given(
    rule=st.sampled_from([BY_MANAGERS, SHARE, NAMED, PEERS]),
    lead=st.sampled_from([one.id for one in STAFF]),
    off=st.sets(st.sampled_from([one.id for one in STAFF])),
    seed=st.integers(0, 99),
)
def test_nobody_moderates_an_audit_of_their_own_nor_while_away_if_another_is_there(
    rule: ModerationRule, lead: str, off: set[str], seed: int
) -> None:
    people = [away(one) if one.id in off else one for one in STAFF]
    chosen = among(*people, seed=seed).of(audit(lead=lead), rule)
    if chosen is None:
        assert lead == "quinn"
        return
    assert chosen.moderator_id not in (lead, "ben")
    if chosen.moderator_id in off:
        assert {"quinn"} <= off | {lead}
        managers = {"ann", "abe", "cat", "dan", "eve"} if rule is PEERS else set()
        assert managers <= off | {lead}


def test_a_rule_is_of_its_rounds_and_draws_or_asks_at_once() -> None:
    of_none = replace(FRAMEWORK, moderation=(), loop_check=None)
    elsewhere = _with(replace(BY_MANAGERS, rounds=("another",)))
    here = _with(SHARE, replace(PEERS, rounds=(FRAMEWORK.allocation.id,)))
    assert rule_on_submission(of_none, audit()) is None
    assert rule_on_submission(elsewhere, audit()) is None
    assert rule_on_submission(here, audit()) == here.moderation[1]
    assert rule_on_submission(_with(SHARE), audit()) is None
    assert rule_behind(here, audit(), "a_share") == SHARE
    assert rule_behind(of_none, audit(), "a_share") is OUTLIVED


def test_whoever_has_left_or_changed_role_does_not_hold_it_any_more() -> None:
    gil = next(one for one in STAFF if one.id == "gil")
    assert moderators_hold(BY_MANAGERS, gil)
    assert moderators_hold(OUTLIVED, gil)
    assert moderators_hold(BY_MANAGERS, QUENTIN)
    assert not moderators_hold(BY_MANAGERS, replace(gil, active=False))
    assert not moderators_hold(BY_MANAGERS, replace(gil, roles=frozenset({Role.SOCIAL_WORKER})))


def _by_audit(chosen: Chosen) -> str:
    return chosen.audit_id


def _with(*rules: ModerationRule) -> Framework:
    rounds = (FRAMEWORK.rounds[0], replace(FRAMEWORK.rounds[0], id="another"))
    return replace(FRAMEWORK, rounds=rounds, moderation=rules)

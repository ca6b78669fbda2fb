"""Alerts, audits outside the rounds, turns and examples: each council's own, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from programme.errors import ShowAsItIsNow
from programme.grade_alert import Alert
from programme.outside_rounds import CommissionedAudit, FollowedAudit
from programme.ports import TrainingExample, Work
from tests.storage.examples import AUDIT, COUNCIL, DECEMBER, DUE, LATER, NOW, OTHER_COUNCIL

ALERT = Alert("au1", "p1", NOW, DUE)
FOLLOWED = FollowedAudit("re1", "au1", DUE, DUE + timedelta(days=7))
ASKED = CommissionedAudit("co1", "targeted", "Visits", "p2", NOW, DUE)


async def test_an_alert_comes_back_as_added_and_as_answered(work: Work) -> None:
    answered = replace(ALERT, answer="Seen.", answered_at=LATER, version=2)
    async with work(COUNCIL) as unit:
        await unit.alerts.add([ALERT, replace(ALERT, person_id="p2", answer_by=None)])
        assert await unit.alerts.get("au1", "p1") == ALERT
        await unit.alerts.save(answered)
        assert [a.person_id for a in await unit.alerts.of_audits(["au1", "au2"])] == ["p1", "p2"]
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.alerts.get("au1", "p1") is None
        assert await unit.alerts.of_audits(["au1"]) == ()
    async with work(COUNCIL) as unit:
        assert await unit.alerts.get("au1", "p1") == answered


async def test_an_alert_is_told_of_once_and_answered_once(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.alerts.add([ALERT])
        await unit.alerts.add([replace(ALERT, answer_by=None)])
        assert await unit.alerts.get("au1", "p1") == ALERT
        answered = replace(ALERT, answer="Seen.", answered_at=LATER, version=2)
        await unit.alerts.save(answered)
        with pytest.raises(ShowAsItIsNow):
            await unit.alerts.save(answered)


async def test_unanswered_alerts_are_found_after_their_day_and_once(work: Work) -> None:
    after = DUE + timedelta(days=1)
    others = [
        replace(ALERT, person_id="p2", answer="Seen.", answered_at=NOW),
        replace(ALERT, person_id="p3", answer_by=None),
        replace(ALERT, person_id="p4", answer_by=after),
    ]
    async with work(COUNCIL) as unit:
        await unit.alerts.add([ALERT, *others])
        assert await unit.alerts.unanswered_before(DUE) == ()
        assert await unit.alerts.unanswered_before(after) == (ALERT,)
        await unit.alerts.mark_reminded([ALERT], after)
        assert await unit.alerts.unanswered_before(after) == ()
        assert await unit.alerts.get("au1", "p1") == replace(ALERT, reminded_on=after)


async def test_audits_outside_the_rounds_are_known_as_such(work: Work) -> None:
    round_one = replace(AUDIT, peer_id="p2")
    re_audit = replace(AUDIT, id="re1", round_id="", month=DECEMBER.plus(1))
    asked = replace(AUDIT, id="co1", round_id="", month=DECEMBER.plus(1), case_reference="C200")
    async with work(COUNCIL) as unit:
        await unit.audits.add([round_one, re_audit, asked])
        await unit.outside_rounds.add_re_audit(FOLLOWED)
        await unit.outside_rounds.add_commissioned(ASKED)
        assert await unit.outside_rounds.re_audits(["re1", "co1", "au1"]) == {"re1": FOLLOWED}
        assert await unit.outside_rounds.commissioned(["re1", "co1", "au1"]) == {"co1": ASKED}
        assert await unit.audits.of_month(DECEMBER) == (round_one,)
        assert await unit.audits.of_month(DECEMBER.plus(1)) == ()
        assert await unit.audits.of_auditors(["p1"], AUDIT.round_id, DECEMBER.plus(1)) == ()
        assert await unit.audits.last_audited() == {"C100": date(2026, 12, 1)}
        assert await unit.audits.pairs_since(DECEMBER) == {("p1", "p2"): 1}
        assert await unit.audits.unsubmitted_outside_rounds() == (re_audit, asked)
        assert await unit.audits.unfinished_of("p1") == (round_one, re_audit, asked)
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.audits.unsubmitted_outside_rounds() == ()
        assert await unit.outside_rounds.re_audits(["re1"]) == {}
        assert await unit.outside_rounds.commissioned(["co1"]) == {}


async def test_audits_are_found_by_when_they_were_submitted(work: Work) -> None:
    early = replace(AUDIT, submitted_at=NOW)
    late = replace(AUDIT, id="au2", submitted_at=LATER)
    async with work(COUNCIL) as unit:
        await unit.audits.add([early, late, replace(AUDIT, id="au3")])
        assert await unit.audits.submitted_between(NOW, LATER) == (early,)
        both = await unit.audits.submitted_between(NOW, LATER + timedelta(seconds=1))
        assert {audit.id for audit in both} == {"au1", "au2"}
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.audits.submitted_between(NOW, LATER) == ()


async def test_the_last_turn_of_each_person_is_known(work: Work) -> None:
    async with work(COUNCIL) as unit:
        await unit.overview_turns.take("board", "2026-10", "p1", NOW)
        await unit.overview_turns.take("board", "2026-11", "p2", NOW)
        await unit.overview_turns.take("board", "2026-12", "p1", LATER)
        await unit.overview_turns.take("board", "2026-12", "p2", LATER)
        assert await unit.overview_turns.last("board") == {"p1": LATER, "p2": NOW}
        assert await unit.overview_turns.last("another") == {}
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.overview_turns.last("board") == {}


async def test_an_audit_is_an_example_once(work: Work) -> None:
    example = TrainingExample("au1", "p1", NOW)
    async with work(COUNCIL) as unit:
        assert await unit.training_examples.add(example)
        assert not await unit.training_examples.add(TrainingExample("au1", "p2", LATER))
        assert await unit.training_examples.of_audits(["au1", "au2"]) == {"au1": example}
        await unit.commit()
    async with work(OTHER_COUNCIL) as unit:
        assert await unit.training_examples.of_audits(["au1"]) == {}

"""Forms carry ids of their own, and whoever presses can send another: it becomes nothing's id.

Ids of audits, actions and people stand on cards, or follow from a reference. What was recorded
under one of them would be taken for what has it: erasing the one would take away the other.
"""

from collections.abc import Mapping

import pytest

from dialogs.conversation import ClosePage
from programme.use_cases.subject_data import Subject, erase_subject
from storage.tables import metadata
from tests.dialogs.live_scene import THE_18TH, Submitted
from tests.dialogs.presses_of_a_scene import Press, presses_of
from tests.dialogs.turns import send

FORGED = "a" * 32
FORMS: Mapping[str, Mapping[str, str]] = {
    "chairs_report.record": {"form": FORGED},
    "dip.draw": {"sample": FORGED},
    "dispute.raise": {"form": FORGED},
    "hand_over.ask": {"form": FORGED},
    "observation.record": {"record": FORGED},
    "practice.record": {"form": FORGED},
    "practice_day.record": {"record": FORGED},
}
"""The verbs by which something is recorded by the id of its form, and how it carries that."""
FILLED_IN: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "chairs_report.record": ("iris", {"case": "CF-12", "on": "2026-12-17"}),
    "dip.draw": ("ann", {}),
    "dispute.raise": ("iris", {"case": "CF-12", "about": "No plan for her return."}),
    "hand_over.ask": ("ben", {}),
    "observation.record": (
        "ola",
        {
            "setting": "visit",
            "on": "2026-12-17",
            "seen": "Direct work with play.",
            "discussed": "yes",
            "training_needs": "Life story work.",
        },
    ),
    "practice.record": ("iris", {"practitioner": "worker", "standard": "voice"}),
    "practice_day.record": ("gil", {"on": "2026-12-17", "feedback": "A warm welcome."}),
}


@pytest.fixture
async def presses(scene: Submitted) -> Mapping[str, Press]:
    return await presses_of(scene)


async def _ids(scene: Submitted) -> frozenset[tuple[str, str]]:
    """Every id that something is kept under."""
    found: set[tuple[str, str]] = set()
    async with scene.little.engine.connect() as connection:
        for table in metadata.sorted_tables:
            if "id" in table.c and table.name != "live_cards":
                theirs = table.c.tenant_id == scene.little.tenant_id
                rows = await connection.execute(table.select().where(theirs))
                found.update((table.name, row.id) for row in rows)
    return frozenset(found)


@pytest.mark.parametrize("verb", FORMS)
async def test_nothing_is_kept_under_an_id_that_a_press_has_chosen(
    scene: Submitted, presses: Mapping[str, Press], verb: str
) -> None:
    who, typed = FILLED_IN[verb]
    data = {**presses[verb].data, **typed, **FORMS[verb]}
    before = await _ids(scene)

    await send(scene.little, who, data, THE_18TH)
    once = await _ids(scene) - before
    await send(scene.little, who, data, THE_18TH)

    assert len(once) == 1
    assert FORGED not in {one for _, one in once}
    assert await _ids(scene) - before == once


def test_every_form_that_records_something_is_here(presses: Mapping[str, Press]) -> None:
    carries = {"form", "record", "sample"}
    new = {name for name, press in presses.items() if carries & press.data.keys()}

    assert new - {"dip.show", "dip.save", "dip.submit", "dip.take_back"} == FORMS.keys()


async def test_erasing_a_case_takes_nothing_of_an_audit_whose_id_a_form_was_given(
    scene: Submitted, presses: Mapping[str, Press]
) -> None:
    little, audit_id = scene.little, scene.action.audit_id
    who, typed = FILLED_IN["dispute.raise"]
    data = {**presses["dispute.raise"].data, **typed, "form": audit_id}
    assert isinstance(await send(little, who, data, THE_18TH), ClosePage)
    async with little.work(little.tenant_id) as w:
        moderation, alert = await w.moderations.get(audit_id), await w.alerts.get(audit_id, "ann")

    await erase_subject(little.tenant_id, Subject("CF-12", None), work=little.work, now=THE_18TH)

    async with little.work(little.tenant_id) as w:
        assert moderation is not None
        assert await w.moderations.get(audit_id) == moderation
        assert alert is not None
        assert await w.alerts.get(audit_id, "ann") == alert

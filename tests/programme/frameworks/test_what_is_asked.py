"""What an auditor must give before they can submit, under each shipped framework."""

from datetime import timedelta

import pytest

from dialogs.asked_pages import page_names
from dialogs.audit_pages import Opened, page
from dialogs.audit_result import answers, which
from programme.audit import Audit
from programme.audit_answers import field_of
from programme.errors import CorrectAndRepeat
from programme.use_cases.audit_result import AuditResult, audit_results
from programme.use_cases.save_audit_draft import SaveAuditDraft, save_audit_draft
from programme.use_cases.show_audit import show_audit
from programme.use_cases.submit_audit import SubmitAudit, submit_audit
from storage.engine import Engine
from tests.little_council import LittleCouncil
from tests.programme.frameworks.a_council import (
    FRIDAY,
    JANUARY,
    council_of,
    draw,
    shipped_framework,
)
from tests.programme.frameworks.recording import NOW, submitted
from tests.programme.frameworks.rounds_of import table

DAY = timedelta(days=1)
COMMON = "involvement consent relationships culture wishes partners summary oversight"
OF_SOCIAL_WORK = "voice assessments plans management_oversight partnership strengths diversity"
OF_FOSTERING = "voice carer_support safer_caring matching approval management_oversight"
OF_ADOPTION = "voice timeliness permanence_report matching life_story management_oversight"
OF_HOMES = "voice plans management_oversight partnership"
OF_KENT = "safety assessment planning views management_oversight outcomes"


async def _audit_with(council: LittleCouncil, tool: str) -> Audit:
    audits = [audit for each in (await draw(council)).values() for audit in each]
    return next(audit for audit in audits if audit.tool_id == tool)


@pytest.mark.parametrize(
    ("framework", "tool", "areas"),
    table(
        ("worcestershire", "social_work", "WC-04", OF_SOCIAL_WORK),
        ("worcestershire", "fostering", "WC-05", OF_FOSTERING),
        ("worcestershire", "adoption", "WC-05", OF_ADOPTION),
        ("worcestershire", "residential", "WC-05", OF_HOMES),
        ("swindon", "case_file", "SW-12", COMMON),
        ("swindon", "in_need", "SW-12", f"{COMMON} workbook direct_work analysis decisions"),
        ("swindon", "in_care", "SW-12", f"{COMMON} lasting aspirations wellbeing"),
        ("swindon", "leaving_care", "SW-12", f"{COMMON} lasting pathway aspirations wellbeing"),
        ("swindon", "early_help", "SW-11 SW-12", COMMON),
        ("kent", "case_file", "KT-01", OF_KENT),
    ),
)
async def test_every_area_of_the_tool_is_graded_and_the_whole(
    engine: Engine, framework: str, tool: str, areas: str
) -> None:
    council = await council_of(engine, framework)
    problems = await _problems(council, await _audit_with(council, tool))
    assert {key for key, told in problems.items() if "grade" in told} == {
        *areas.split(),
        "overall",
    }


@pytest.mark.parametrize(
    ("framework", "tool", "asked"),
    table(
        ("west_berkshire", "full", "WB-02", "worker_present family_heard"),
        ("west_berkshire", "care_leavers", "WB-02", "worker_present family_heard"),
        ("swindon", "in_need", "SW-01", "worker_present"),
        ("swindon", "early_help", "SW-11", "worker_present"),
        ("bedford", "child_in_need", "BD-04", "worker_present"),
    ),
)
async def test_how_the_audit_was_carried_out_is_asked_recorded_and_told(
    engine: Engine, framework: str, tool: str, asked: str
) -> None:
    council = await council_of(engine, framework)
    audit = await _audit_with(council, tool)
    fields = {field_of(each) for each in asked.split()}
    assert fields <= {*await _problems(council, audit)}
    questions = council.council.framework.tool(tool).about_the_audit
    assert [each.id for each in questions] == asked.split()
    await submitted(council, audit)
    async with council.work(council.tenant_id) as w:
        result = (await audit_results(council.council, w, [audit.id]))[audit.id]
        counts = await w.audit_answers.counted(NOW - DAY, NOW + DAY)
    assert result.kind == council.council.framework.tool(tool).kind
    shown = str(answers(result))
    assert all(f"{each.title} **Yes**" in shown for each in questions)
    assert {(each.question_id, each.answer) for each in counts} >= {
        (each, "yes") for each in asked.split()
    }


@pytest.mark.parametrize(
    ("framework", "tool", "asked"),
    table(
        ("worcestershire", "residential", "WC-05", "visited seen"),
        ("worcestershire", "mid_way", "WC-10", "footprint engagement feedback? on_course"),
        ("worcestershire", "reviewing_practice", "WC-12", "observed challenge"),
        ("worcestershire", "targeted", "WC-14", "topic learning"),
        (
            "west_berkshire",
            "full",
            "WB-02",
            "worker_present family_heard? difference practice recording",
        ),
        ("west_berkshire", "dip", "WB-12", "best_practice? focus"),
        ("west_berkshire", "thematic", "WB-03", "theme"),
        ("west_berkshire", "chairs_report", "WB-13", "plan voice concern"),
        ("kent", "themed", "KT-04", "theme elsewhere?"),
        ("kent", "area_based", "KT-04", "focus"),
    ),
)
def test_these_questions_are_asked_and_with_a_mark_some_may_not_apply(
    framework: str, tool: str, asked: str
) -> None:
    questions = shipped_framework(framework).tool(tool).questions
    marked = [f"{each.id}{'?' if each.may_not_apply else ''}" for each in questions]
    assert marked == asked.split()


@pytest.mark.parametrize(
    ("tool", "part", "views"),
    [
        ("fostering", "peer", "fostering_worker carer child birth_family"),
        ("adoption", "peer", "adopters adoption_service"),
        ("residential", "lead", "child key_worker"),
        ("mid_way", "lead", "child parent_or_carer"),
    ],
)
@pytest.mark.rule("WC-05", "WC-06", "WC-10")
def test_a_tool_of_worcestershires_has_its_own_views(tool: str, part: str, views: str) -> None:
    asked = shipped_framework("worcestershire").views_of(tool)
    assert (asked.asked_of, [of.id for of in asked.of]) == (part, views.split())


@pytest.mark.parametrize(
    ("tool", "kind"),
    [("full", "FULL"), ("youth_justice", "FULL"), ("dip", "DIP"), ("thematic", "THEMATIC")],
)
@pytest.mark.rule("WB-03")
def test_the_type_of_audit_is_told_beside_its_tool(tool: str, kind: str) -> None:
    framework = shipped_framework("west_berkshire")
    of = framework.tool(tool)
    audit = Audit("1", JANUARY, "CF-1", "assessment", "Ash", "North", tool, "a", None, FRIDAY)
    result = AuditResult(audit, of.title, "Ann", "Good", None, (), (), of.questions, kind=of.kind)
    assert f"{of.title} ({kind}), by Ann" in str(which(result))


async def _problems(council: LittleCouncil, audit: Audit) -> dict[str, str]:
    """What keeps an empty record from being submitted."""
    by = await council.person(audit.lead_id)
    saving = SaveAuditDraft(council.council, by, audit.id, lambda record: record, "dialog")
    draft = await save_audit_draft(saving, work=council.work, now=NOW)
    command = SubmitAudit(council.council, by, audit.id, draft.version, "dialog")
    with pytest.raises(CorrectAndRepeat) as refused:
        await submit_audit(command, work=council.work, now=NOW)
    return dict(refused.value.problems)


CHILD_AND_PARENT = "child parent_or_carer"


@pytest.mark.parametrize(
    ("framework", "tool", "part", "views"),
    table(
        ("worcestershire", "social_work", "WC-06", "peer", f"{CHILD_AND_PARENT} worker"),
        ("swindon", "in_care", "SW-01", "lead", f"{CHILD_AND_PARENT} worker"),
        ("west_berkshire", "full", "WB-02", "lead", "child family worker"),
        ("bedford", "child_in_care", "BD-04", "lead", f"{CHILD_AND_PARENT} worker"),
        ("kent", "case_file", "KT-01", "lead", CHILD_AND_PARENT),
    ),
)
async def test_the_views_of_these_are_asked_of_that_auditor(
    engine: Engine, framework: str, tool: str, part: str, views: str
) -> None:
    council = await council_of(engine, framework)
    audits = [audit for each in (await draw(council)).values() for audit in each]
    audit = next(a for a in audits if a.tool_id == tool and (part == "lead" or a.peer_id))
    rules = council.council.framework
    assert audit.views_asked_of(rules) == part
    assert [of.id for of in rules.views_of(tool).of] == views.split()


@pytest.mark.parametrize(
    ("framework", "tool"),
    table(
        ("bedford", "child_in_care", "BD-05"),
        ("kent", "case_file", "KT-01"),
        ("swindon", "in_care", "SW-12"),
        ("west_berkshire", "full", "WB-03"),
        ("worcestershire", "social_work", "WC-04"),
    ),
)
async def test_the_whole_has_one_of_ofsteds_four_grades(
    engine: Engine, framework: str, tool: str
) -> None:
    council = await council_of(engine, framework)
    audit = await _audit_with(council, tool)
    async with council.work(council.tenant_id) as w:
        reader = await council.person(audit.lead_id)
        view = await show_audit(council.council, w, reader, audit.id)
    opened = Opened(council.council, view, FRIDAY)
    shown = str(page(opened, page_names(view.tool)[-1]))
    for grade in ("Outstanding", "Good", "Requires improvement", "Inadequate"):
        assert grade in shown
    four = ["outstanding", "good", "requires_improvement", "inadequate"]
    assert [grade.id for grade in shipped_framework(framework).grades] == four

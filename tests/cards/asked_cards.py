"""What councils' tools ask of their own: the pages that ask it, and the cards that tell it."""

from collections.abc import Mapping
from dataclasses import replace

from dialogs import audit_pages, moderate_audit
from dialogs.audit_pages import Opened
from dialogs.kit import Card
from programme.audit import Audit
from programme.audit_answers import LINE_AT_MOST, choices_of, field_of
from programme.audit_record import AuditRecord
from programme.council import Council
from programme.framework import Framework
from programme.message import MessageKind
from programme.rules.tool import AuditPart, AuditTool
from programme.use_cases.action_lines import ActionLine
from programme.use_cases.audit_result import AuditResult
from programme.use_cases.show_audit import AuditView
from programme.use_cases.show_findings import FindingsView
from programme.use_cases.show_outcomes import ResultView
from tests.cards import council as c
from tests.cards.moderation_cards import view as moderation
from tests.cards.sent import Sent, live
from tests.dialogs.auditing import by_rule
from tests.little_council import a_record_of

BEDFORD = by_rule("BD-04")
MID_WAY = by_rule("WC-10")
FOSTERING = by_rule("WC-05", id="fostering")
SWINDON = by_rule("SW-12", id="in_need")
EARLY_HELP = by_rule("SW-11")
LINE = "The advocate met the child before each review."


def answered(framework: Framework, tool: AuditTool, line: str = LINE) -> AuditRecord:
    """Every third question answered otherwise than with yes, each line with `line`."""
    answers = {}
    for number, question in enumerate(tool.questions):
        choices = [*choices_of(question)]
        answers[question.id] = (choices[-1] if number % 3 == 2 else choices[0]) if choices else line
    return replace(a_record_of(framework, tool), answers=answers)


def _audit(tool: AuditTool, record: AuditRecord | None = None, *, peer: bool = False) -> Audit:
    audit = replace(c.audit(peer=peer), tool_id=tool.id)
    return replace(audit, record=record) if record else audit


def _opened(
    framework: Framework, tool: AuditTool, audit: Audit, part: AuditPart = "lead"
) -> Opened:
    council = replace(c.COUNCIL, framework=framework)
    peer = c.YUSUF.name if audit.peer_id else None
    return Opened(
        council, AuditView(audit, tool, part, c.PRIYA.name, peer, (audit.team, "Malvern")), c.TODAY
    )


def asked_cards() -> Mapping[str, Sent]:
    """Pages and cards by names that say whose tool and in what state."""
    found = {}
    named = {
        "Bedford": BEDFORD,
        "mid-way": MID_WAY,
        "fostering": FOSTERING,
        "Swindon": SWINDON,
        "Swindon's early help": EARLY_HELP,
    }
    for whose, (framework, tool) in named.items():
        for state, record in (("empty", None), ("filled", answered(framework, tool))):
            opened = _opened(framework, tool, _audit(tool, record))
            for name in audit_pages.pages_for(opened):
                page = Sent(audit_pages.page(opened, name))
                found[f"{whose}, audit page {name}, {state}"] = page
                back = Sent(audit_pages.page(_returned(opened), name))
                found[f"{whose}, audit page {name}, {state}, returned"] = back
            done = c.submitted(_audit(tool, record))
            summary = audit_pages.page(_opened(framework, tool, c.complete(done)), "summary")
            found[f"{whose}, audit page summary, {state}"] = Sent(summary)
    return {**found, **_of_peers(), **_told()}


def _returned(opened: Opened) -> Opened:
    """As a page comes back: half of it to mend."""
    tool = opened.view.tool
    problems = {
        **{field_of(question.id): "Please choose one." for question in tool.questions[::2]},
        **{area.id: f"Please grade “{area.title}”." for area in tool.graded_areas},
        "overall": "Please grade the whole.",
    }
    fields = {field_of(q.id): LINE for q in tool.questions if not choices_of(q)}
    said = "The audit was not submitted yet: please see below."
    return replace(opened, sentence=said, problems=problems, fields=fields, mending=True)


def _of_peers() -> Mapping[str, Sent]:
    framework, tool = FOSTERING
    states = {
        "empty": _audit(tool, peer=True),
        "filled": c.submitted(_audit(tool, answered(framework, tool), peer=True)),
    }
    return {
        f"fostering, peer's page views, {state}": Sent(
            audit_pages.page(_opened(framework, tool, audit, "peer"), "views")
        )
        for state, audit in states.items()
    }


def _told() -> Mapping[str, Sent]:
    """The cards of others on which the answers stand, the longest too."""
    most = c.long_words(LINE_AT_MOST)
    found = {
        "Bedford, result": live(MessageKind.RESULT, ResultView(_result(*BEDFORD))),
        "mid-way, result": live(MessageKind.RESULT, ResultView(_result(*MID_WAY))),
    }
    for name, line in (("mid-way, findings", LINE), ("mid-way, findings, the longest", most)):
        longest = tuple(c.action_line(c.action(n, c.long_words(500))) for n in range(1, 11))
        lines = longest if line == most else (c.action_line(c.action(1)),)
        found[name] = live(MessageKind.FINDINGS, _findings(line, lines))
    for name, line in (("", LINE), (", the longest", most)):
        page = Sent(_moderation(line))
        found[f"Swindon's early help, moderation page{name}"] = page
    return found


def _result(framework: Framework, tool: AuditTool, line: str = LINE) -> AuditResult:
    record = answered(framework, tool, line)
    return AuditResult(
        audit=c.submitted(_audit(tool, record)),
        tool=tool.title,
        lead=c.PRIYA.name,
        overall=framework.grade_title(record.overall),
        agreed=None,
        areas=(),
        actions=(c.action(),),
        questions=tool.questions,
        is_graded=tool.grades_the_whole,
    )


def _findings(line: str, lines: tuple[ActionLine, ...] = ()) -> FindingsView:
    framework, tool = MID_WAY
    audit = c.submitted(_audit(tool, answered(framework, tool, line)))
    council: Council = replace(c.COUNCIL, framework=framework)
    return FindingsView(council, c.TODAY, audit, tool, c.PRIYA.name, None, lines)


def _moderation(line: str) -> Card:
    framework, tool = EARLY_HELP
    of = moderation()
    audit = replace(of.audit, tool_id=tool.id, record=answered(framework, tool, line))
    council = replace(c.COUNCIL, framework=framework)
    return moderate_audit.page(moderate_audit.Opened(council, replace(of, audit=audit, tool=tool)))


def typed_in_answers(words: str) -> Mapping[str, Card]:
    """Cards and pages that show a line as it was typed in answer to a question."""
    framework, tool = MID_WAY
    audit = _audit(tool, answered(framework, tool, words))
    return {
        "the last page, with answers": audit_pages.page(_opened(framework, tool, audit), "check"),
        "findings, with answers": live(MessageKind.FINDINGS, _findings(words)).card,
        "result, with answers": live(
            MessageKind.RESULT, ResultView(_result(framework, tool, words))
        ).card,
        "moderation, with answers": _moderation(words),
    }

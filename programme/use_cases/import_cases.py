"""A council's case list is taken in: whole or not at all, and as often as one likes (WC-01)."""

from dataclasses import dataclass
from datetime import datetime

from programme.case_list import CaseList
from programme.changed_copy import replace
from programme.council import Council
from programme.errors import FileRefused
from programme.event import Event
from programme.import_report import ImportReport, compare
from programme.ports import LISTS, Work
from programme.use_cases.follow_cases import follow_cases


@dataclass(frozen=True, slots=True)
class ImportCases:
    """`cases` is a list as it was read: references and dates, nothing that identifies a child."""

    council: Council
    cases: CaseList
    source: str


async def import_cases(command: ImportCases, *, work: Work, now: datetime) -> ImportReport:
    """What the import did. With a row refused nothing is changed.

    A case that is no longer in the list is kept as closed: its audits and actions stand, and of an
    audit that nobody has begun its auditors and the QA officers hear. An audit that is under way
    goes with its case to another team, and its auditors are told. Raises FileRefused for a list
    without any open case, for it would close them all.
    """
    listed = command.cases
    if listed.refused:
        return ImportReport(listed.read, refused=listed.refused)
    if not listed.cases:
        raise FileRefused("The case list has no open case in it; nothing was changed.")
    async with work(command.council.tenant_id) as w:
        await w.turns.take(LISTS)
        known = {case.reference: case for case in await w.cases.all()}
        before = {reference: case for reference, case in known.items() if case.active}
        after = {case.reference: case for case in listed.cases}
        difference = compare(before, after)
        await w.cases.save(
            [
                *(replace(before[gone], active=False) for gone in difference.gone),
                *(after[key] for key in (*difference.added, *difference.changed)),
            ]
        )
        await follow_cases(command.council, w, known, after, now)
        report = ImportReport.of(listed.read, difference)
        await w.events.record(
            Event(
                now,
                "command line",
                "import_cases",
                "cases",
                command.source,
                {"added": report.added, "changed": report.changed, "gone": report.gone},
            )
        )
        await w.commit()
        return report

"""An auditor is brought the card that tells of their audit, of whichever sort it is."""

from datetime import datetime

from programme.audit import Audit
from programme.council import Council
from programme.message import Message, MessageKind
from programme.ports import UnitOfWork
from programme.round_period import RoundPeriod, find_round, round_period
from programme.shown import allocation_entity
from programme.timetable import in_hours
from programme.use_cases.remind_of_audits import card_of
from programme.use_cases.show_round import CARRY_THE_ALLOCATION


def round_of(council: Council, audit: Audit) -> RoundPeriod | None:
    """The period of the round that drew the audit; None outside the rounds."""
    if not audit.round_id:
        return None
    framework = council.framework_of(audit.framework_version)
    return round_period(framework, find_round(framework, audit.round_id), audit.month)


async def bring_allocation(
    council: Council, w: UnitOfWork, audit: Audit, to_id: str, now: datetime
) -> None:
    """Queues the card of one auditor, for nobody hears that one they have was edited. Before the
    round is announced there is none: the announcement brings it, while the period lasts."""
    today = council.today(now)
    when = in_hours(council.framework.hours, council.calendar, now)
    of = round_of(council, audit)
    if of is None:
        followed = await w.outside_rounds.re_audits([audit.id])
        kind = MessageKind.RE_AUDIT if followed else MessageKind.COMMISSIONED
        await w.outbox.add([card_of(audit, kind, f"changed-{audit.version}", to_id, when)])
    elif today > of.period.last_day or await w.outbox.fates(CARRY_THE_ALLOCATION, of.subject):
        kind = MessageKind.ALLOCATION
        await w.outbox.add(
            [
                Message(
                    key=f"{kind}:{of.subject}:{to_id}:{audit.id}:{audit.version}",
                    person_id=to_id,
                    kind=kind,
                    subject=of.subject,
                    not_before=when,
                    reports_to=allocation_entity(of.subject),
                )
            ]
        )

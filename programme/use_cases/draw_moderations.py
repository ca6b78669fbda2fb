"""When a period is over: a share of its audits is drawn for moderation (SW-05), or so many for
each of the named moderators (WB-04)."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from programme.audit import Audit
from programme.calendar import Month
from programme.council import Council
from programme.event import Event
from programme.moderators import ON_SUBMISSION, Choice, Chosen, is_of, period_before
from programme.ports import UnitOfWork, Work
from programme.rules.moderation import ModerationRule
from programme.timetable import digest
from programme.use_cases.asking_moderators import asked, choice_of, gathered, messages


async def draw_moderations(council: Council, *, work: Work, now: datetime) -> int:
    """Draws from the last period that is over, on the first working day after it or, when that
    was missed, on a later one; returns how many messages were queued.

    Each rule draws once a period.
    """
    if digest(council.framework.hours, council.calendar, now) is None:
        return 0
    drawing = [rule for rule in council.framework.moderation if rule.form not in ON_SUBMISSION]
    return sum([await _draw(council, rule, work=work, now=now) for rule in drawing])


async def _draw(council: Council, rule: ModerationRule, *, work: Work, now: datetime) -> int:
    framework, calendar = council.framework, council.calendar
    first, last = period_before(council.today(now), framework.allocation.every_months)
    over = last + timedelta(days=1)
    due_at = calendar.at(calendar.working_day_on_or_after(over), framework.hours.digest)
    if now < due_at:
        return 0
    name = "/".join((rule.form, *rule.rounds))
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim(f"draw_moderations:{name}", due_at):
            return 0
        submitted = await w.audits.submitted_between(
            calendar.at(first, time.min), calendar.at(over, time.min)
        )
        audits = await _open_to_moderation(w, rule, submitted)
        people = await w.people.all()
        choice, seed = await choice_of(w, council, people, now, name, str(first))
        drawn = _chosen(council, choice, audits, rule)
        begun = [asked(council, chosen, rule, people, now) for chosen in drawn]
        await w.moderations.add(begun)
        told = [
            message
            for moderation, chosen in zip(begun, drawn, strict=True)
            for message in messages(council, moderation, people, fallback=chosen.fallback)
        ]
        queued = await w.outbox.add(gathered(told, begun, f"{name}/{first}"))
        await w.events.record(
            Event(
                now,
                "sightline",
                "draw_moderations",
                str(Month.of(first)),
                "schedule",
                {"form": rule.form, "seed": seed, "audits": len(audits), "drawn": len(drawn)},
            )
        )
        await w.commit()
        return queued


def _chosen(
    council: Council, choice: Choice, audits: Sequence[Audit], rule: ModerationRule
) -> tuple[Chosen, ...]:
    if rule.form == "a_share":
        return choice.share(audits, rule)
    due = council.calendar.plus_working_days(choice.today, rule.within_working_days)
    return choice.named(audits, rule, due)


async def _open_to_moderation(
    w: UnitOfWork, rule: ModerationRule, audits: Sequence[Audit]
) -> list[Audit]:
    """Those of the rule's rounds that nobody moderates yet."""
    begun = {found.id for found in await w.moderations.some([audit.id for audit in audits])}
    return [a for a in audits if a.id not in begun and is_of(rule, a)]

"""When a period is over: a share of its audits is drawn for moderation (SW-05), or so many for
each of the named moderators (WB-04)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from programme.audit import Audit
from programme.council import Council
from programme.event import Event
from programme.framework import Framework
from programme.moderators import Choice, Chosen, is_of
from programme.period import Period
from programme.ports import UnitOfWork, Work
from programme.rules.moderation import MODERATES_EVERY_AUDIT, ModerationRule
from programme.timetable import digest
from programme.use_cases.asking_moderators import asked, choice_of, gathered, messages


async def draw_moderations(council: Council, *, work: Work, now: datetime) -> int:
    """Draws from the last period that is over, on the first working day after it or, when that
    was missed, on a later one; returns how many messages were queued.

    Each rule draws once a period.
    """
    if digest(council.framework.hours, council.calendar, now) is None:
        return 0
    return sum(
        [
            await _draw(council, framework, rule, work=work, now=now)
            for framework in council.every_version
            for rule in framework.moderation
            if rule.form not in MODERATES_EVERY_AUDIT
        ]
    )


async def _draw(
    council: Council, framework: Framework, rule: ModerationRule, *, work: Work, now: datetime
) -> int:
    """Draws from those audits of the period that began under the version of the rule."""
    calendar = council.calendar
    period = Period.over_by(council.today(now), framework.allocation.every_months)
    over = period.last_day + timedelta(days=1)
    due_at = council.digest_of(calendar.working_day_on_or_after(over))
    if now < due_at:
        return 0
    name = "/".join((rule.form, *rule.rounds))
    async with work(council.tenant_id) as w:
        if not await w.ticks.claim(f"draw_moderations:{framework.version}:{name}", due_at):
            return 0
        submitted = await w.audits.submitted_between(*period.instants(calendar))
        begun = [a for a in submitted if council.framework_of(a.framework_version) is framework]
        audits = await _open_to_moderation(w, rule, begun)
        if not audits and framework is not council.framework:
            await w.commit()
            return 0
        people = await w.people.all()
        choice, seed = await choice_of(w, council, people, now, name, str(period.first_day))
        drawn = _chosen(council, choice, audits, rule)
        asking = [asked(council, chosen, rule, people, now) for chosen in drawn]
        await w.moderations.add(asking)
        told = [
            message
            for moderation, chosen in zip(asking, drawn, strict=True)
            for message in messages(council, moderation, people, fallback=chosen.fallback)
        ]
        queued = await w.outbox.add(gathered(told, asking, f"{name}/{period.first_day}"))
        await w.events.record(
            Event(
                now,
                "sightline",
                "draw_moderations",
                str(period.first),
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

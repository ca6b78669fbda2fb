"""An audit that was submitted goes to its moderator at once: a manager of the case's service area
(WC-07), or another auditor drawn at random (KT-02)."""

from programme.event import Event
from programme.moderators import rule_on_submission
from programme.ports import UnitOfWork
from programme.use_cases.asking_moderators import asked, choice_of, messages
from programme.use_cases.submission import Submission


async def ask_moderator(w: UnitOfWork, submission: Submission) -> None:
    """Asks one moderator, where the framework has every audit of the round moderated.

    A council that has nobody at all for it finds that in its events.
    """
    council, audit, people, now = (
        submission.council,
        submission.audit,
        submission.people,
        submission.now,
    )
    rule = rule_on_submission(council.framework, audit)
    if rule is None:
        return
    choice, seed = await choice_of(w, council, people, now, audit.id)
    chosen = choice.of(audit, rule)
    if chosen:
        moderation = asked(council, chosen, rule, people, now)
        await w.moderations.add([moderation])
        await w.outbox.add(messages(council, moderation, people, fallback=chosen.fallback))
    await w.events.record(
        Event(
            now,
            "sightline",
            "ask_moderator" if chosen else "find_no_moderator",
            audit.id,
            "submission",
            {"form": rule.form, "seed": seed, "moderator": chosen.moderator_id if chosen else None},
        )
    )

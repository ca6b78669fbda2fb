"""The grades that moderation agreed on, for the cards that show an audit's grade."""

from collections.abc import Collection, Mapping

from programme.ports import UnitOfWork


async def agreed_grades(w: UnitOfWork, audit_ids: Collection[str]) -> Mapping[str, str]:
    """Audit id to the overall grade (its id) that was agreed; those not moderated are left out."""
    return {
        moderation.id: moderation.agreed.overall
        for moderation in await w.moderations.some(audit_ids)
        if not moderation.is_waiting and moderation.agreed.overall
    }

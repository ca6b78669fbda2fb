"""A card was posted where others read along: from now on it is kept true."""

from programme.council import Council
from programme.message import PostedCard
from programme.ports import Work


async def keep_posted_card(council: Council, posted: PostedCard, *, work: Work) -> None:
    """Keeps it; one that is behind is edited at once."""
    async with work(council.tenant_id) as w:
        await w.live_cards.keep(posted)
        await w.commit()

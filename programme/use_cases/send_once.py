"""What is sent in answer to one request is sent once, however often the request comes."""

from datetime import UTC, datetime
from typing import Final

from programme.council import Council
from programme.ports import Work

_FOR_GOOD: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""A request has no due time of its own, so every claim of it names the same."""


async def is_first(council: Council, request: str, *, work: Work) -> bool:
    """Whether nobody has begun to answer the request with a message: Teams sends an invoke again
    when its answer takes long, be it to another process. It counts as begun from now on."""
    async with work(council.tenant_id) as w:
        first = await w.ticks.claim(f"answer:{request}", _FOR_GOOD)
        await w.commit()
        return first

"""Renders a batch at once, so that one that can't be rendered doesn't stop the others."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from typing import Generic, TypeVar

from bot.delivery.ports import Rendered
from programme.errors import RulesUnread
from programme.message import LiveCard, Message

logger = logging.getLogger(__name__)

Item = TypeVar("Item", Message, LiveCard)
Key = TypeVar("Key", str, int)
Render = Callable[[str, Sequence[Item], datetime], Awaitable[Mapping[Key, Rendered]]]


@dataclass(frozen=True, slots=True)
class Batch(Generic[Key]):
    """What was rendered, and the keys of what the renderer failed on."""

    rendered: Mapping[Key, Rendered]
    faulty: frozenset[Key] = frozenset()


async def render_batch(
    render: Render[Item, Key],
    key: Callable[[Item], Key],
    tenant_id: str,
    items: Sequence[Item],
    now: datetime,
) -> Batch[Key]:
    """All at once, or one by one when that fails. Raises RulesUnread."""
    if not items:
        return Batch({})
    try:
        return Batch(await render(tenant_id, items, now))
    except RulesUnread:
        raise
    except Exception:  # noqa: BLE001 - whatever it was, the rest of the batch must go out
        return await _render_singly(render, key, tenant_id, items, now)


async def _render_singly(
    render: Render[Item, Key],
    key: Callable[[Item], Key],
    tenant_id: str,
    items: Sequence[Item],
    now: datetime,
) -> Batch[Key]:
    rendered: dict[Key, Rendered] = {}
    faulty: set[Key] = set()
    for item in items:
        try:
            rendered.update(await render(tenant_id, [item], now))
        except RulesUnread:
            raise
        except Exception as error:  # noqa: BLE001 - as above
            faulty.add(key(item))
            logger.error(  # noqa: TRY400 - an exception's words could name a case
                "A card of kind %s could not be rendered for council %s: %s.",
                item.kind,
                tenant_id,
                place_of(error),
            )
    return Batch(rendered, frozenset(faulty))


def place_of(error: BaseException) -> str:
    """What kind of error and where, without its words: they could name a case.

    Of several in one group, each.
    """
    if isinstance(error, BaseExceptionGroup):
        return "; ".join(map(place_of, error.exceptions))
    frames = extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{where}"

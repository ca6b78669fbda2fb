"""The queue that the worker's tests use keeps the contract of the stored one."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

import pytest

from programme.council import CouncilRecord
from tests.bot.delivery.memory_queue import MemoryQueue, MemoryUnit

# Stars, so that what is added to the contract is asked of this queue too.
from tests.storage.test_delivery_queue import *  # noqa: F403 - see above
from tests.storage.test_edit_receipts import *  # noqa: F403 - see above
from tests.storage.test_live_cards import *  # noqa: F403 - see above
from tests.storage.test_one_a_card import *  # noqa: F403 - see above
from tests.storage.test_receipts import *  # noqa: F403 - see above


class AnyCouncil:
    """The queue in memory knows a council by what is queued for it."""

    async def add(self, record: CouncilRecord) -> bool:
        return True


@pytest.fixture
def queue() -> MemoryQueue:
    """The delivery queue in memory."""
    return MemoryQueue()


@pytest.fixture
def work(queue: MemoryQueue) -> Callable[[str], AbstractAsyncContextManager[MemoryUnit]]:
    """Units of work on that queue."""
    return queue.work


@pytest.fixture
def councils() -> AnyCouncil:
    """The councils that the queue serves."""
    return AnyCouncil()

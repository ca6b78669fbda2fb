"""Whether the service answers on this machine."""

import aiohttp

from bot.authentication.signing_keys import FETCH_TIMEOUT
from bot.doctor.line import Line, look, mend, ok

ABOUT = "service"


async def ask_readiness(host: str, port: int, session: aiohttp.ClientSession) -> int | None:
    """The status of /readyz, None where nothing answers."""
    here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104 - asked, not bound
    try:
        async with session.get(f"http://{here}:{port}/readyz", timeout=FETCH_TIMEOUT) as response:
            return response.status
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None


def judge_service(status: int | None, where: str) -> Line:
    """`where` is its host and port."""
    if status == 200:
        return ok(ABOUT, f"It answers at {where}, and is ready.")
    if status is None:
        return look(ABOUT, f"Nothing answers at {where}; start it with “sightline run”.")
    return mend(ABOUT, f"It answers at {where} with {status}, and isn't ready; see its log.")

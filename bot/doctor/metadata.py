"""Whether the keys by which inbound calls are checked can be fetched."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from yarl import URL

from bot.authentication import AuthenticationUnavailable
from bot.authentication.signing_keys import FETCH_TIMEOUT, SigningKeys
from bot.clock import Clock
from bot.doctor.line import Line, mend, ok
from bot.proxy import proxy_for

ABOUT = "keys"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What came of fetching them. `date` is the other side's clock (UTC), if it said."""

    fetched: bool
    date: datetime | None = None


async def fetch_metadata(url: str, session: aiohttp.ClientSession, clock: Clock) -> Metadata:
    """Fetches them as the service does."""
    try:
        async with session.get(
            url, timeout=FETCH_TIMEOUT, allow_redirects=False, proxy=proxy_for(URL(url))
        ) as response:
            date = _date(response.headers.get("Date", ""))
        await SigningKeys(url, session, clock).ready()
    except (aiohttp.ClientError, TimeoutError, AuthenticationUnavailable):
        return Metadata(fetched=False)
    return Metadata(fetched=True, date=date)


def judge_metadata(metadata: Metadata, host: str, proxy: URL | None = None) -> Line:
    """`host` is where they are fetched from, and `proxy` the one on the way."""
    through = f" through the proxy {proxy.host}:{proxy.port}" if proxy else ""
    if metadata.fetched:
        return ok(ABOUT, f"The keys that inbound calls are checked with come from {host}{through}.")
    return mend(
        ABOUT,
        f"{host} gives no keys{through} to check inbound calls with, so none can be answered; see "
        "that the firewall and the proxy let this machine reach it on port 443.",
    )


def _date(header: str) -> datetime | None:
    try:
        return parsedate_to_datetime(header)
    except ValueError:
        return None

"""Microsoft's signing keys, kept at hand.

The SDK refuses a rotated key for up to 24 hours and blocks the event loop while it fetches
(platform notes, the SDK): here an unknown key is looked for once and at once, over aiohttp.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import aiohttp
import orjson
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt.algorithms import RSAAlgorithm
from jwt.exceptions import InvalidKeyError
from yarl import URL

from bot.authentication.addresses import https_or_loopback
from bot.authentication.refusals import AuthenticationUnavailable
from bot.authentication.single_flight import SingleFlight
from bot.proxy import proxy_for

USABLE: Final = timedelta(hours=24)
# An outage of the metadata server shorter than what is left after this goes unnoticed.
FETCH_AHEAD: Final = timedelta(hours=12)
UNKNOWN_KEY_PAUSE: Final = timedelta(seconds=30)
FAILURE_PAUSE: Final = timedelta(seconds=1)
FETCH_TIMEOUT: Final = aiohttp.ClientTimeout(total=3)
SMALLEST_KEY: Final = 2048

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels that it vouches for. Equal when the same key is published."""

    kid: str
    endorsements: frozenset[str]
    public: RSAPublicKey


class SigningKeys:
    """The keys behind an OpenID metadata document."""

    def __init__(
        self, metadata_url: str, session: aiohttp.ClientSession, clock: Callable[[], datetime]
    ) -> None:
        """Raises ValueError if `metadata_url` is neither https nor http on loopback."""
        self._metadata_url = https_or_loopback(metadata_url, "The OpenID metadata URL")
        self._session = session
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: datetime | None = None
        self._failed_at: datetime | None = None
        self._looked_for_unknown_at: datetime | None = None
        self._fetch = SingleFlight(self._fetch_keys)

    async def ready(self) -> None:
        """See to it that there are keys fetched in the last 24 hours.

        Raises:
            AuthenticationUnavailable: there are none, and none can be had.
        """
        age = self._since(self._fetched_at)
        if age < FETCH_AHEAD:
            return
        if age >= USABLE:
            await self._refresh()
        elif not self._paused():
            self._fetch.start()

    async def find(self, kid: str) -> SigningKey | None:
        """The key of this id; an unknown one is looked for anew, at most once in 30 seconds.

        Raises:
            AuthenticationUnavailable: it is unknown, and the metadata server does not answer.
        """
        if kid not in self._keys and (
            self._fetch.under_way or self._since(self._looked_for_unknown_at) >= UNKNOWN_KEY_PAUSE
        ):
            await self._refresh()
            self._looked_for_unknown_at = self._clock()
        return self._keys.get(kid)

    async def _refresh(self) -> None:
        if self._paused():
            raise AuthenticationUnavailable("The signing keys could not be fetched a moment ago.")
        await self._fetch.result()

    def _paused(self) -> bool:
        return not self._fetch.under_way and self._since(self._failed_at) < FAILURE_PAUSE

    def _since(self, moment: datetime | None) -> timedelta:
        """How long ago; a moment in the future (a clock set back) counts as long past."""
        if moment is None:
            return timedelta.max
        elapsed = self._clock() - moment
        return elapsed if elapsed >= timedelta(0) else timedelta.max

    async def _fetch_keys(self) -> None:
        try:
            metadata = await self._get(self._metadata_url)
            keys_url = https_or_loopback(str(metadata.get("jwks_uri")), "The keys' URL")
            keys = _read_keys(await self._get(keys_url))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            self._failed_at = self._clock()
            log.warning("signing keys could not be fetched: %s", type(error).__name__)
            raise AuthenticationUnavailable("The signing keys could not be fetched.") from error
        self._fetched_at = self._clock()
        self._failed_at = None
        self._keys = keys

    async def _get(self, url: str) -> Mapping[str, object]:
        # A redirect could lead away from TLS.
        async with self._session.get(
            url, timeout=FETCH_TIMEOUT, allow_redirects=False, proxy=proxy_for(URL(url))
        ) as response:
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            document: object = orjson.loads(await response.read())
        if not isinstance(document, dict):
            raise ValueError("not a JSON object")  # noqa: TRY004 - the answer is wrong, not the call
        return document


def _read_keys(document: Mapping[str, object]) -> dict[str, SigningKey]:
    published = document.get("keys")
    entries = published if isinstance(published, list) else []
    keys = [key for entry in entries if (key := _read_key(entry)) is not None]
    if not keys:
        raise ValueError("no usable key")
    return {key.kid: key for key in keys}


def _read_key(entry: object) -> SigningKey | None:
    """The key that an entry of the set holds; None for a kind that signs nothing for us."""
    if not isinstance(entry, dict) or entry.get("kty") != "RSA":
        return None
    kid, endorsements = entry.get("kid"), entry.get("endorsements")
    if not isinstance(kid, str) or entry.get("use", "sig") != "sig":
        return None
    try:
        public = RSAAlgorithm.from_jwk(entry)
    except (InvalidKeyError, ValueError, TypeError):
        return None
    if not isinstance(public, RSAPublicKey) or public.key_size < SMALLEST_KEY:
        return None
    channels = endorsements if isinstance(endorsements, list) else []
    return SigningKey(
        kid=kid,
        endorsements=frozenset(name for name in channels if isinstance(name, str)),
        public=public,
    )

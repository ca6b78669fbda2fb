"""Who is calling: the Bot Connector's tokens, checked before anything is read.

Written on PyJWT rather than on the SDK, whose own check answers 500 for a bad token and accepts
four kinds that it should not (platform notes, the SDK).
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from math import isfinite
from typing import Final, Protocol

import aiohttp
import jwt

from bot.authentication.claims import Claims, TokenClaims
from bot.authentication.refusals import Unauthenticated
from bot.authentication.signing_keys import SigningKey, SigningKeys

# The only issuer: the SDK also takes the Bot Framework Emulator's, which anyone can sign in to.
ISSUER: Final = "https://api.botframework.com"
ALGORITHM: Final = "RS256"
LEEWAY_SECONDS: Final = 5 * 60
REMEMBERED_TOKENS: Final = 1024


class Authentication(Protocol):
    """How the service finds out who calls; Authenticator is the real one."""

    async def verify(self, header: str | None) -> Claims:
        """What the Authorization header proves.

        Raises:
            Unauthenticated: nothing.
            AuthenticationUnavailable: that cannot be told at the moment.
        """


@dataclass(frozen=True, slots=True)
class _Verified:
    claims: TokenClaims
    key: SigningKey
    not_before: float
    expires: float

    def check_time(self, now: float) -> None:
        """Raises Unauthenticated outside the token's time, give or take the leeway."""
        if now >= self.expires + LEEWAY_SECONDS:
            raise Unauthenticated("The token has expired.")
        if now < self.not_before - LEEWAY_SECONDS:
            raise Unauthenticated("The token is not valid yet.")


class Authenticator:
    """Verifies the Bot Connector's tokens for one app id.

    Teams sends one token for about an hour, and RSA is the dearest step of a request: what was
    verified is remembered by its digest for as long as the token and its key last.
    """

    def __init__(
        self,
        app_id: str,
        metadata_url: str,
        session: aiohttp.ClientSession,
        clock: Callable[[], datetime],
    ) -> None:
        """`clock` gives the time with its zone; `session` stays the caller's.

        Raises:
            ValueError: no app id, or a metadata URL that is neither https nor http on loopback.
        """
        if not app_id:
            raise ValueError("The app id must be given: without one, nobody can be authenticated.")
        self._app_id = app_id
        self._clock = clock
        self._keys = SigningKeys(metadata_url, session, clock)
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()

    async def verify(self, header: str | None) -> Claims:
        """See Authentication.verify."""
        token = _bearer(header)
        digest = sha256(token).digest()
        known = self._verified.get(digest)
        kid = _key_id(token) if known is None else known.key.kid
        await self._keys.ready()
        key = await self._keys.find(kid)
        if key is None:
            raise Unauthenticated("The token is signed by an unknown key.")
        if known is None or known.key is not key:
            known = self._decode(token, key)
        known.check_time(self._clock().timestamp())
        self._remember(digest, known)
        return known.claims

    def _remember(self, digest: bytes, verified: _Verified) -> None:
        self._verified[digest] = verified
        self._verified.move_to_end(digest)
        if len(self._verified) > REMEMBERED_TOKENS:
            self._verified.popitem(last=False)

    def _decode(self, token: bytes, key: SigningKey) -> _Verified:
        try:
            payload = jwt.decode(
                token,
                key.public,
                algorithms=[ALGORITHM],
                audience=self._app_id,
                issuer=ISSUER,
                options={
                    "require": ["exp", "serviceurl"],
                    "strict_aud": True,
                    # Time is checked against our clock, and again each time the token comes.
                    "verify_exp": False,
                    "verify_nbf": False,
                    "verify_iat": False,
                },
            )
        except jwt.InvalidTokenError as error:
            raise Unauthenticated(f"The token is refused: {type(error).__name__}.") from None
        return _Verified(
            claims=TokenClaims(_text(payload, "serviceurl"), key.endorsements),
            key=key,
            not_before=_seconds(payload, "nbf") if "nbf" in payload else 0.0,
            expires=_seconds(payload, "exp"),
        )


def _bearer(header: str | None) -> bytes:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token.isascii() or not token.strip():
        raise Unauthenticated("There is no bearer token.")
    return token.strip().encode()


def _key_id(token: bytes) -> str:
    """The id of the key that the token claims; what cannot be ours costs no key fetch."""
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError:
        raise Unauthenticated("The token is not a JWT.") from None
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str):
        raise Unauthenticated("The token is not signed as the Bot Connector signs.")
    return kid


def _text(payload: Mapping[str, object], claim: str) -> str:
    value = payload[claim]
    if not isinstance(value, str) or not value:
        raise Unauthenticated(f"The token's {claim} is not a text.")
    return value


def _seconds(payload: Mapping[str, object], claim: str) -> float:
    value = payload[claim]
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise Unauthenticated(f"The token's {claim} is not a time.")
    return value

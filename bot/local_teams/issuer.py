"""Stands in for Microsoft's token issuer, on loopback: local Teams signs with it, tests too."""

from datetime import timedelta
from typing import Final
from uuid import uuid4

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from bot.clock import Clock, system_clock

METADATA_PATH: Final = "/local/openid/configuration"
KEYS_PATH: Final = "/local/openid/keys"
ISSUER: Final = "https://api.botframework.com"
LIFETIME: Final = timedelta(hours=1)


class Issuer:
    """Signs what the Bot Connector would, with a key that lives only in memory."""

    def __init__(self, app_id: str, url: str, clock: Clock = system_clock) -> None:
        """`url` is where the routes are served, such as http://127.0.0.1:3978."""
        self._app_id = app_id
        self._url = url.rstrip("/")
        self._clock = clock
        self.rotate()

    @property
    def metadata_url(self) -> str:
        return self._url + METADATA_PATH

    def rotate(self) -> None:
        """Sign with a new key from now on, and publish no other."""
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._kid = uuid4().hex

    def openid_metadata(self) -> dict[str, object]:
        return {
            "issuer": ISSUER,
            "jwks_uri": self._url + KEYS_PATH,
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def keys(self) -> dict[str, object]:
        public = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**public, "use": "sig", "kid": self._kid, "endorsements": ["msteams"]}]}

    def token(self, *, service_url: str, **claims_overrides: object) -> str:
        """A token for an hour. A claim given as None is left out."""
        now = self._clock()
        claims: dict[str, object] = {
            "iss": ISSUER,
            "aud": self._app_id,
            "serviceurl": service_url,
            "nbf": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
            **claims_overrides,
        }
        stated = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(stated, self._key, algorithm="RS256", headers={"kid": self._kid})

    def add_routes(self, app: web.Application) -> None:
        """Serve the metadata and the keys as Microsoft does."""

        async def metadata(_: web.Request) -> web.Response:
            return web.json_response(self.openid_metadata())

        async def keys(_: web.Request) -> web.Response:
            return web.json_response(self.keys())

        app.router.add_get(METADATA_PATH, metadata)
        app.router.add_get(KEYS_PATH, keys)

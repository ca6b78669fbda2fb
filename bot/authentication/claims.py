"""What a caller has proved, and which activities that covers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.authentication.refusals import Forbidden, Unauthenticated


class Claims(Protocol):
    """What a caller has proved before anything that it says is read."""

    def admit(self, activity: Mapping[str, object]) -> None:
        """Check that the activity, as it came over the wire, is one that the caller may send.

        Raises:
            Unauthenticated: the key that signed the token does not vouch for the channel.
            Forbidden: the token is for another service URL.
        """


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What a verified token says (platform notes: accepted though it should not be)."""

    service_url: str
    endorsements: frozenset[str]

    def admit(self, activity: Mapping[str, object]) -> None:
        # The SDK skips both checks when the activity leaves the field out.
        channel = activity.get("channelId")
        if not isinstance(channel, str) or channel not in self.endorsements:
            raise Unauthenticated("The signing key is not endorsed for the activity's channel.")
        if activity.get("serviceUrl") != self.service_url:
            raise Forbidden("The token is not for the activity's service URL.")

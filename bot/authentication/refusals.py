"""Why a request is turned away, named by what it is answered with.

The sentences are for an operator's log; none holds anything of the token or of the activity.
"""


class Unauthenticated(Exception):
    """The token proves nothing to this bot: 401."""


class Forbidden(Exception):
    """The token is good, but not for this activity: 403."""


class AuthenticationUnavailable(Exception):
    """Nobody can be checked at the moment, for want of Microsoft's signing keys: 503."""

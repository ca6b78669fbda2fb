"""The people of the councils as Microsoft Entra and Teams know them, under ids of Teams' shape."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.local_teams.wire import Json


@dataclass(frozen=True, slots=True)
class Resident:
    """One person of a council. `title` stands by the name: "Team manager, Locality North"."""

    object_id: str
    name: str
    email: str
    user_principal_name: str
    title: str
    tenant_id: str
    installed: bool = True


class Directory:
    """Finds a resident by any id that Teams would accept, and writes their accounts.

    A user id and a conversation id are derived from app, tenant and person, so they stay the same
    from one start to the next and differ from bot to bot, as in Teams.
    """

    def __init__(
        self,
        *,
        councils: Mapping[str, str],
        app_id: str,
        bot_name: str,
        residents: Sequence[Resident],
    ) -> None:
        """`councils` names each tenant's council."""
        self.councils = dict(councils)
        self.bot: Json = {"id": f"28:{app_id}", "name": bot_name}
        self.residents = tuple(residents)
        self._app_id = app_id
        self._user_ids = {r.object_id: "29:1" + self._digest("user", r) for r in residents}
        self._conversation_ids = {r.object_id: "a:1" + self._digest("chat", r) for r in residents}
        self._by_object_id = {r.object_id: r for r in residents}
        if len(self._by_object_id) != len(self.residents):
            raise ValueError("Two residents have the same object id: give each person their own.")
        if not {r.tenant_id for r in residents} <= set(self.councils):
            raise ValueError("A resident is of a tenant that has no council: name it in councils.")
        self._by_user_id = {self._user_ids[r.object_id]: r for r in residents}
        self._by_conversation = {self._conversation_ids[r.object_id]: r for r in residents}

    def person(self, object_id: str) -> Resident | None:
        return self._by_object_id.get(object_id)

    def member(self, any_id: str) -> Resident | None:
        """By `29:…` user id or by object id, with or without Teams' `8:orgid:` in front."""
        return self._by_user_id.get(any_id) or self.person(any_id.removeprefix("8:orgid:"))

    def in_conversation(self, conversation_id: str) -> Resident | None:
        return self._by_conversation.get(conversation_id)

    def conversation_id(self, person: Resident) -> str:
        return self._conversation_ids[person.object_id]

    def sender(self, person: Resident) -> Json:
        """The `from` of an activity."""
        return {
            "id": self._user_ids[person.object_id],
            "name": person.name,
            "aadObjectId": person.object_id,
        }

    def account(self, person: Resident) -> Json:
        """The person as GET …/members/{userId} gives them."""
        given, _, family = person.name.partition(" ")
        return {
            **self.sender(person),
            "objectId": person.object_id,
            "givenName": given,
            "surname": family,
            "email": person.email,
            "userPrincipalName": person.user_principal_name,
            "tenantId": person.tenant_id,
            "userRole": "user",
        }

    def _digest(self, what: str, person: Resident) -> str:
        seed = f"{what}/{self._app_id}/{person.tenant_id}/{person.object_id}"
        raw = hashlib.sha512(seed.encode()).digest()
        return base64.urlsafe_b64encode(raw).decode().rstrip("=")

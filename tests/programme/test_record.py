"""A record is what the standard library's frozen dataclass is, to the type checker."""

from dataclasses import dataclass, fields, replace

from programme.record import record


@record(frozen=True, slots=True)
class Said:
    who: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Frozen:
    who: str
    words: tuple[str, ...] = ()


def test_it_has_what_a_frozen_one_has() -> None:
    said, frozen = Said("p1", ("Hello",)), Frozen("p1", ("Hello",))
    assert said == Said("p1", words=("Hello",))
    assert said != replace(said, words=())
    assert len({said, Said("p1", ("Hello",))}) == 1
    assert hash(said) == hash(frozen)
    assert [field.name for field in fields(said)] == ["who", "words"]
    assert not hasattr(said, "__dict__")


def test_the_type_checker_refuses_a_change() -> None:
    said = Said("p1")
    # Were it none, the type checker would say that there is nothing to ignore here.
    said.who = "p2"  # type: ignore[misc]
    assert said == Said("p2")

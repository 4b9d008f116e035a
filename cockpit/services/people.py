"""People: finding the one that is meant, adding one that is new."""

from __future__ import annotations

from cockpit.domain.organisation import Person
from cockpit.services.ports import UnitOfWork


def person_for(uow: UnitOfWork, name: str) -> Person:
    """Return the person of that name or alias (any case), made if there is none."""
    wanted = name.strip().casefold()
    people = uow.find(Person)
    for person in people:
        known = [person.name, *person.aliases.split("\n")]
        if wanted in (text.casefold() for text in known if text):
            return person
    person = Person(name=name.strip(), colour=len(people) % 5)
    uow.add(person)
    return person

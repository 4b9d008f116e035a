"""What a person can do with sources: add, edit, pause and remove them. Secrets are not undone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cockpit.domain.entity import utc_now
from cockpit.domain.errors import UserError
from cockpit.domain.source import ConnectorInfo, Quarantine, Source
from cockpit.i18n import N_, _
from cockpit.services.ports import UnitOfWork
from cockpit.services.source_ports import Secrets, SourceCatalogue

LONGEST_NAME = 80
# What a run asked for depends on these, so runs before a change of one of them do not count.
ASKING = ("connector", "address", "options", "zone")


def info_of(catalogue: SourceCatalogue, connector: str) -> ConnectorInfo:
    """Return a kind of remote system by its word. Raises UserError when there is none."""
    for info in catalogue.infos():
        if info.key == connector:
            return info
    known = ", ".join(info.key for info in catalogue.infos())
    raise UserError(
        _("There is no connector “{key}”. There are: {known}.").format(key=connector, known=known)
    )


def options_of(source: Source) -> dict[str, str]:
    """Return the answers to the connector's form."""
    return dict(json.loads(source.options or "{}"))


def options_text(options: Mapping[str, str]) -> str:
    """Return the answers to a connector's form as a source holds them."""
    return json.dumps(dict(options), ensure_ascii=False, sort_keys=True)


def secret_keys_of(source: Source) -> tuple[str, ...]:
    """Return the names of the secrets that the keyring has for a source."""
    return tuple(source.secret_keys.split())


def add_source(
    uow: UnitOfWork,
    catalogue: SourceCatalogue,
    product_id: str,
    *,
    connector: str,
    name: str,
    address: str,
    options: Mapping[str, str],
    zone: str,
    interval_seconds: int | None = None,
    source_id: str | None = None,
    secret_keys: Sequence[str] = (),
) -> Source:
    """Add a source and return it. Raises UserError for settings that cannot work.

    Its secrets are kept before, under `source_id`, so that no source is without them.
    """
    info = info_of(catalogue, connector)
    catalogue.check(connector, address, options, zone)
    extra = {} if source_id is None else {"id": source_id}
    source = Source(
        product_id=product_id,
        name=_free_name(uow, product_id, name, ""),
        connector=connector,
        address=address.strip(),
        options=options_text(options),
        zone=zone,
        interval_seconds=_interval(info, interval_seconds),
        secret_keys="\n".join(secret_keys),
        **extra,  # type: ignore[arg-type]
    )
    uow.add(source)
    uow.describe(N_("Added source “{name}”"), name=source.name)
    return source


def edit_source(
    uow: UnitOfWork, catalogue: SourceCatalogue, source_id: str, **fields: Any
) -> Source:
    """Set fields of a source: name, address, options (a mapping), zone, interval_seconds, …

    Raises UserError for settings that cannot work. When what is asked for changes, the whole
    history is pulled again.
    """
    source = uow.get(Source, source_id)
    if "options" in fields:
        fields["options"] = options_text(fields["options"])
    if "name" in fields:
        fields["name"] = _free_name(uow, source.product_id, fields["name"], source.id)
    changed = replace(source, **fields)
    catalogue.check(changed.connector, changed.address, options_of(changed), changed.zone)
    info = info_of(catalogue, changed.connector)
    changed = replace(changed, interval_seconds=_interval(info, changed.interval_seconds))
    if any(getattr(changed, each) != getattr(source, each) for each in ASKING):
        changed = replace(changed, reset_at=utc_now())
    uow.save(changed)
    uow.describe(N_("Edited source “{name}”"), name=changed.name)
    return changed


def pause_source(uow: UnitOfWork, source_id: str, *, paused: bool = True) -> None:
    """Pull a source no longer by itself, or again."""
    source = uow.get(Source, source_id)
    uow.save(replace(source, enabled=not paused))
    words = N_("Paused source “{name}”") if paused else N_("Resumed source “{name}”")
    uow.describe(words, name=source.name)


def remove_source(uow: UnitOfWork, source_id: str) -> None:
    """Remove a source; the figures it brought stay, and undo brings it back without its secrets."""
    source = uow.get(Source, source_id)
    uow.remove(source)
    uow.describe(N_("Removed source “{name}”"), name=source.name)


def dismiss_quarantine(uow: UnitOfWork, ids: Sequence[str]) -> None:
    """Take refused rows off the list; the same row does not come back."""
    rows = uow.find_in(Quarantine, "id", ids)
    uow.remove(*rows)
    uow.describe(N_("Dismissed {count} refused rows"), count=len(rows))


def keep_secrets(secrets: Secrets, source_id: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Put secrets into the keyring and return the names of those kept.

    Raises EnvironmentProblem; asks the keyring, so never call it on the GUI thread.
    """
    kept = []
    for key, value in values.items():
        if value:
            secrets.store(source_id, key, value)
            kept.append(key)
    return tuple(kept)


def forget_secrets(secrets: Secrets, source: Source) -> None:
    """Take a source's secrets out of the keyring. Raises EnvironmentProblem."""
    for key in secret_keys_of(source):
        secrets.forget(source.id, key)


def _interval(info: ConnectorInfo, seconds: int | None) -> int:
    if seconds is None:
        return max(3600, info.minimum_seconds)
    if seconds < info.minimum_seconds:
        raise UserError(
            _("{title} is asked every {seconds} seconds at most.").format(
                title=_(info.title), seconds=info.minimum_seconds
            )
        )
    return seconds


def _free_name(uow: UnitOfWork, product_id: str, name: str, own_id: str) -> str:
    """Return a name that no other source of the product has. Raises UserError."""
    name = " ".join(name.split())
    if not name:
        raise UserError(_("Give the source a name."))
    if len(name) > LONGEST_NAME:
        raise UserError(_("The name is longer than {count} characters.").format(count=LONGEST_NAME))
    for other in uow.find(Source, product_id=product_id):
        if other.id != own_id and other.name.casefold() == name.casefold():
            raise UserError(
                _("There is a source “{name}” already. Choose another name.").format(name=name)
            )
    return name

"""Remote systems that data is pulled from, their runs and refused rows, and the files of events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Literal

from cockpit.domain.entity import Entity


class RunStatus(StrEnum):
    """How a pull stands or ended."""

    RUNNING = "running"
    OK = "ok"
    FAILED = "failed"
    OFFLINE = "offline"  # nothing answered: said quietly, tried again later
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"  # the program ended in the middle


class Trouble(StrEnum):
    """What went wrong with a remote system; each has its own sentence."""

    OFFLINE = "offline"
    KEY = "key"
    RATE = "rate"
    SERVER = "server"
    REFUSED = "refused"
    CUT_OFF = "cut_off"
    SLOW = "slow"
    FORMAT = "format"
    FIELD = "field"
    SIZE = "size"
    REDIRECT = "redirect"
    CERTIFICATE = "certificate"
    QUERY = "query"
    PAGING = "paging"
    SECRET = "secret"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Entity):
    """A remote system that data is pulled from; its secrets are in the keyring under its id.

    `options` is a JSON object of the answers to the connector's form. Every pull repeats the last
    `restate_days`, because systems correct themselves. Runs before `reset_at` do not count: the
    settings have changed since, and the whole history is pulled again. `zone` is the IANA zone of
    its times and days. `secret_keys` names, a line each, the secrets that the keyring has.
    """

    KIND: ClassVar[str] = "source"

    product_id: str
    name: str
    connector: str
    address: str = ""
    options: str = ""
    zone: str = ""
    interval_seconds: int = 3600
    restate_days: int = 3
    enabled: bool = True
    reset_at: datetime | None = None
    secret_keys: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncRun(Entity):
    """One pull from a source.

    `pulled` points were read, `updated` of them were new or different, `quarantined` rows were
    refused. `error` is the sentence a person was told, `trouble` its kind.
    """

    KIND: ClassVar[str] = "sync_run"

    run_source_id: str
    started_at: datetime
    ended_at: datetime | None = None
    status: RunStatus = RunStatus.RUNNING
    pulled: int = 0
    updated: int = 0
    quarantined: int = 0
    error: str = ""
    trouble: str = ""
    from_at: datetime | None = None
    retry_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A source as lists show it: its newest run, the newest good one, refused rows, next pull.

    `failures` are the runs in a row, up to now, that did not end well.
    """

    source: Source
    last: SyncRun | None = None
    last_ok: SyncRun | None = None
    failures: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine(Entity):
    """A row that a source sent and that was not taken: as it came (cut at 2,000), and why.

    `source_id` is a fingerprint of source, row and reason, so that a row pulled again is one row.
    """

    KIND: ClassVar[str] = "quarantine"

    run_source_id: str
    run_id: str
    place: str
    raw: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventPart(Entity):
    """An immutable file of events in the folder beside the workspace."""

    KIND: ClassVar[str] = "event_part"

    log: str
    path: str
    sha256: str
    rows: int
    from_at: datetime
    to_at: datetime


FieldKind = Literal["text", "lines", "number", "choice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question of a connector's form; `title`, `help` and the choices' words are msgids.

    `only_if` names another question and the answers to it that make this one matter.
    """

    key: str
    title: str
    help: str = ""
    kind: FieldKind = "text"
    default: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    example: str = ""
    only_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretField:
    """One secret of a connector, which goes to the keyring and nowhere else."""

    key: str
    title: str
    help: str = ""
    only_if: tuple[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectorInfo:
    """What a connector is to a person: what it offers, and the form that sets it up.

    Pulls are at least `minimum_seconds` apart; texts are msgids.
    """

    key: str
    title: str
    offers: str
    address_title: str
    address_help: str
    address_example: str
    fields: tuple[FormField, ...]
    secrets: tuple[SecretField, ...]
    minimum_seconds: int

"""What an import knows how to fill, and how one file's columns and values were told to fill it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from cockpit.domain.cells import CURRENCIES, ORDERS
from cockpit.domain.errors import UserError
from cockpit.i18n import _


class FieldKind(StrEnum):
    """How the cells of a field are read, see `domain.cells`.

    CHOICE is one of a few values known by name. SCALE is a step of a scale: since "High" is the
    third step of some scales and the fourth of others, each of its values is asked.
    """

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    INSTANT = "instant"
    BOOL = "bool"
    RATING = "rating"
    LIST = "list"
    CHOICE = "choice"
    SCALE = "scale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value of a CHOICE or SCALE field; `title` is a message to translate."""

    key: str
    title: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What a column can fill. `title` is a message to translate, `synonyms` headers seen for it.

    `many`: several columns may fill it, their values together.
    """

    key: str
    title: str
    kind: FieldKind = FieldKind.TEXT
    synonyms: tuple[str, ...] = ()
    required: bool = False
    many: bool = False
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """How to read one shape of file into one kind of record.

    `columns`: source column to field key, "" for a column that is left. `values`: field key to
    {text in the file: our value}, "" for nothing. `options`: "date_order", "zone", "decimal",
    "currency", "scale" (of ratings), "separators" (of lists), and whatever a kind of import adds;
    "zone:Created" is meant for that column alone.
    """

    kind: str
    columns: ReadOnly[str, str] = field(default_factory=dict)
    values: ReadOnly[str, ReadOnly[str, str]] = field(default_factory=dict)
    options: ReadOnly[str, str] = field(default_factory=dict)

    def columns_of(self, key: str) -> tuple[str, ...]:
        """The columns that fill a field, in the file's order."""
        return tuple(column for column, field_key in self.columns.items() if field_key == key)

    def column_of(self, key: str) -> str | None:
        """The first column that fills a field."""
        return next(iter(self.columns_of(key)), None)

    def wanted(self) -> tuple[str, ...]:
        """The columns that fill any field."""
        return tuple(column for column, key in self.columns.items() if key)

    def option(self, name: str, column: str = "") -> str:
        """An option, the column's own if there is one; "" when it is not said."""
        return self.options.get(f"{name}:{column}") or self.options.get(name, "")

    def zone(self, column: str = "") -> ZoneInfo | None:
        """The zone that times without one are in."""
        name = self.option("zone", column)
        return ZoneInfo(name) if name else None

    def with_column(self, column: str, key: str) -> Mapping:
        """The mapping with a column filling another field."""
        return replace(self, columns={**self.columns, column: key})

    def with_value(self, key: str, raw: str, value: str) -> Mapping:
        """The mapping with one more value translated."""
        values = {**self.values, key: {**self.values.get(key, {}), raw: value}}
        return replace(self, values=values)

    def with_option(self, name: str, value: str) -> Mapping:
        """The mapping with an option set."""
        return replace(self, options={**self.options, name: value})

    def to_json(self) -> dict[str, object]:
        """What MAP.json holds."""
        return {
            "kind": self.kind,
            "columns": dict(self.columns),
            "values": {key: dict(values) for key, values in self.values.items()},
            "options": dict(self.options),
        }

    @classmethod
    def from_json(cls, document: object) -> Mapping:
        """The mapping a MAP.json holds; raises UserError saying which part is wrong."""
        parts = _texts(document, "", nested=True)
        if unknown := set(parts) - {"kind", "columns", "values", "options"}:
            raise UserError(
                _("The mapping has a part called “{part}”, which is not known. Remove it.").format(
                    part=min(unknown)
                )
            )
        kind = parts.get("kind")
        if not isinstance(kind, str) or not kind:
            raise UserError(_("The mapping does not say its “kind”. Add it, for example “risk”."))
        values = _texts(parts.get("values", {}), "values", nested=True)
        options = _flat(parts.get("options", {}), "options")
        for name, value in options.items():
            _check_option(name.partition(":")[0], value)
        return cls(
            kind=kind,
            columns=_flat(parts.get("columns", {}), "columns"),
            values={key: _flat(each, f"values.{key}") for key, each in values.items()},
            options=options,
        )


def header_signature(columns: Sequence[str]) -> str:
    """A short name for a header: equal for files of one shape, whatever the columns' order."""
    names = sorted(" ".join(column.split()).casefold() for column in columns)
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()[:32]


def check_mapping(mapping: Mapping, columns: Sequence[str], fields: Sequence[Field]) -> None:
    """Raise UserError when a mapping does not suit a table: names what is wrong and what to do."""
    known = {each.key: each for each in fields}
    for column, key in mapping.columns.items():
        if column not in columns:
            raise UserError(
                _(
                    "The mapping names the column “{column}”, which the file does not have. "
                    "Its columns are: {columns}."
                ).format(column=column, columns=", ".join(columns[:30]))
            )
        if key and key not in known:
            raise UserError(
                _(
                    "The mapping fills “{key}”, which is not a field. The fields are: {fields}."
                ).format(key=key, fields=", ".join(known))
            )
    for each in fields:
        filling = mapping.columns_of(each.key)
        if len(filling) > 1 and not each.many:
            raise UserError(
                _("Two columns fill {field}: “{one}” and “{two}”. Leave one of them.").format(
                    field=_(each.title), one=filling[0], two=filling[1]
                )
            )
        if each.required and not filling:
            raise UserError(
                _("No column fills {field}, which is needed. Choose one.").format(
                    field=_(each.title)
                )
            )
    _check_choices(mapping, known)


def _check_choices(mapping: Mapping, known: ReadOnly[str, Field]) -> None:
    for key, values in mapping.values.items():
        choices = {choice.key for choice in known[key].choices} if key in known else set()
        for raw, value in values.items():
            if choices and value and value not in choices:
                raise UserError(
                    _("The mapping reads “{raw}” as “{value}”; {field} can be: {choices}.").format(
                        raw=raw,
                        value=value,
                        field=_(known[key].title),
                        choices=", ".join(sorted(choices)),
                    )
                )


def _check_option(name: str, value: str) -> None:
    allowed = {"date_order": ORDERS, "decimal": (".", ","), "currency": sorted(CURRENCIES)}
    if value and name in allowed and value not in allowed[name]:
        raise UserError(
            _("The mapping's option {name} is “{value}”. It can be: {allowed}.").format(
                name=name, value=value, allowed=", ".join(allowed[name])
            )
        )
    if value and name == "zone":
        try:
            ZoneInfo(value)
        except (ValueError, OSError, KeyError) as problem:
            raise UserError(
                _(
                    "There is no time zone called “{zone}”. Use a name such as Asia/Shanghai."
                ).format(zone=value)
            ) from problem


def _texts(document: object, where: str, *, nested: bool) -> dict[str, object]:
    """An object of a JSON document; `nested` ones may hold further objects."""
    if not isinstance(document, dict):
        raise UserError(
            _("The mapping's part “{part}” is not an object in braces.").format(part=where or "{}")
        )
    for key, value in document.items():
        if not (isinstance(value, str) or (nested and isinstance(value, dict))):
            raise UserError(
                _("The mapping's part “{part}” must be a text in quotes.").format(
                    part=f"{where}.{key}".lstrip(".")
                )
            )
    return document


def _flat(document: object, where: str) -> dict[str, str]:
    return {key: str(value) for key, value in _texts(document, where, nested=False).items()}

"""The form of a JSON interface: what a person answers so that any of them can be read."""

from __future__ import annotations

from cockpit.domain.source import ConnectorInfo, FormField, SecretField
from cockpit.i18n import N_

INFO = ConnectorInfo(
    key="rest",
    title=N_("JSON over HTTP"),
    offers=N_("Any service that answers with JSON: rows with a time and a value."),
    address_title=N_("Address"),
    address_help=N_(
        "May hold {from_date}, {to_date}, {from}, {to}, {from_s}, {to_s}, {from_ms}, {to_ms}, "
        "{page}, {offset} and {cursor}."
    ),
    address_example="https://api.example.com/orders?from={from_date}&to={to_date}",
    fields=(
        FormField(
            key="figure",
            title=N_("Name of the figure"),
            required=True,
            example="Orders",
        ),
        FormField(
            key="rows",
            title=N_("Where the rows are"),
            help=N_("A JSONPath (RFC 9535) to the rows."),
            required=True,
            default="$.data[*]",
        ),
        FormField(
            key="time",
            title=N_("Time in a row"),
            help=N_("A JSONPath from the row."),
            required=True,
            default="$.date",
        ),
        FormField(
            key="value",
            title=N_("Value in a row"),
            help=N_("A JSONPath from the row."),
            required=True,
            default="$.value",
        ),
        FormField(
            key="series",
            title=N_("Name of the line in a row"),
            help=N_("A JSONPath from the row; empty for a figure with one line."),
        ),
        FormField(
            key="grain",
            title=N_("One value is"),
            kind="choice",
            default="day",
            choices=(
                ("instant", N_("a moment")),
                ("minute", N_("a minute")),
                ("hour", N_("an hour")),
                ("day", N_("a day")),
                ("week", N_("a week")),
                ("month", N_("a month")),
            ),
        ),
        FormField(
            key="time_format",
            title=N_("How times are written"),
            help=N_(
                "auto: 2026-04-01, 2026/4/1, 2026年4月1日 or ISO 8601; s and ms: since 1970; "
                "or a pattern such as %d.%m.%Y."
            ),
            default="auto",
        ),
        FormField(
            key="history",
            title=N_("Days of history"),
            help=N_("How far the first pull goes back."),
            kind="number",
            default="90",
        ),
        FormField(
            key="paging",
            title=N_("How pages follow"),
            kind="choice",
            default="none",
            choices=(
                ("none", N_("one page")),
                ("page", N_("by number: {page} in the address")),
                ("offset", N_("by rows to skip: {offset} in the address")),
                ("cursor", N_("by a cursor: {cursor} in the address")),
                ("link", N_("by the Link header")),
            ),
        ),
        FormField(
            key="first_page",
            title=N_("First page"),
            kind="number",
            default="1",
            only_if=("paging", ("page",)),
        ),
        FormField(
            key="cursor",
            title=N_("Where the next cursor is"),
            help=N_("A JSONPath; the last page has none."),
            default="$.next",
            only_if=("paging", ("cursor",)),
        ),
        FormField(
            key="auth",
            title=N_("How the key is sent"),
            kind="choice",
            default="none",
            choices=(
                ("none", N_("no key")),
                ("bearer", N_("as a bearer token")),
                ("basic", N_("as the password of a user")),
                ("header", N_("in a header")),
                ("query", N_("in the address")),
            ),
        ),
        FormField(
            key="auth_name",
            title=N_("Name of the user, header or parameter"),
            example="X-Api-Key",
            only_if=("auth", ("basic", "header", "query")),
        ),
        FormField(
            key="headers",
            title=N_("Other headers"),
            help=N_("One a line, such as “Accept-Language: zh-CN”. Never put a key here."),
            kind="lines",
        ),
    ),
    secrets=(
        SecretField(
            key="key",
            title=N_("Key, token or password"),
            only_if=("auth", ("bearer", "basic", "header", "query")),
        ),
    ),
    minimum_seconds=60,
)

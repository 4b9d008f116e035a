"""Any service that answers with JSON: an address with places to fill, paths to rows and values.

Pages follow by number, by rows to skip, by cursor or by the Link header (RFC 8288); the next page
is asked for only where the first one was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote, urljoin, urlsplit
from zoneinfo import ZoneInfo

from cockpit.connectors.connector import Asking, Connector, lines, require_address, with_defaults
from cockpit.connectors.http_records import Ask
from cockpit.connectors.rest_form import INFO
from cockpit.connectors.rest_rows import RowReader, finder
from cockpit.connectors.secrecy import (
    NOTHING,
    Credential,
    basic,
    bearer,
    fits_header,
    in_header,
    in_query,
)
from cockpit.domain.errors import UserError
from cockpit.domain.periods import Grain, start_of, to_milliseconds, zone_named
from cockpit.domain.pull import Pulled, PullRequest, SourceProblem
from cockpit.domain.source import Trouble
from cockpit.i18n import N_, _

MOST_PAGES = 1_000
PLACE = re.compile(r"\{(\w*)\}")
PLACES = {"from", "to", "from_date", "to_date", "from_s", "to_s", "from_ms", "to_ms"} | {
    *("page", "offset", "cursor")
}
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")

SAME_PAGE = N_("{host} sends the same page again and again. Check how pages follow.")
ENDLESS = N_("{host} has more than {count} pages. Ask for less at a time.")


def check(address: str, options: Mapping[str, str], zone: str) -> None:
    """Raise UserError for settings that cannot work."""
    require_address(PLACE.sub("1", address))
    if "{" in urlsplit(address).netloc:
        raise UserError(_("The name of the server must stand in the address as it is."))
    answers = with_defaults(INFO, options)
    for place in PLACE.findall(address):
        if place not in PLACES:
            raise UserError(
                _("The address holds {place}, which means nothing. Known are: {known}.").format(
                    place="{" + place + "}", known=", ".join(sorted(PLACES))
                )
            )
    paging = answers["paging"]
    if paging in ("page", "offset", "cursor") and "{" + paging + "}" not in address:
        raise UserError(
            _("Pages follow by {place}, but the address does not hold it.").format(
                place="{" + paging + "}"
            )
        )
    for name in ("rows", "time", "value", "series", "cursor"):
        if answers[name]:
            finder(answers[name])
    if zone:
        zone_named(zone)
    _check_headers(answers)


def _check_headers(answers: Mapping[str, str]) -> None:
    if answers["auth"] in ("basic", "header", "query") and not answers["auth_name"]:
        raise UserError(_("Enter the name of the user, header or parameter that the key goes to."))
    names = [name for name, _value in headers(answers["headers"])]
    if answers["auth"] == "header":
        names.append(answers["auth_name"])
    for name in names:
        if not TOKEN.fullmatch(name):
            raise UserError(_("“{name}” is no name of a header.").format(name=name[:60]))
        if name.lower() in ("authorization", "cookie", "host", "accept-encoding") and (
            answers["auth"] != "header" or name != answers["auth_name"]
        ):
            raise UserError(
                _("The header {name} is not set by hand. Choose how the key is sent.").format(
                    name=name
                )
            )
    if not fits_header(value for _name, value in headers(answers["headers"])):
        raise UserError(_("A header can hold plain letters, digits and signs only."))


def headers(text: str) -> list[tuple[str, str]]:
    """Return names and values of the lines “Name: value”."""
    pairs = (line.partition(":") for line in lines(text))
    return [(name.strip(), value.strip()) for name, _colon, value in pairs]


def credential(options: Mapping[str, str], secrets: Mapping[str, str]) -> Credential:
    """Return the key where the service wants it, or nothing without one."""
    answers, key = with_defaults(INFO, options), secrets.get("key", "")
    if not key or answers["auth"] == "none":
        return NOTHING
    name = answers["auth_name"]
    if answers["auth"] != "query" and answers["auth"] != "basic" and not fits_header([key]):
        raise UserError(_("The key holds signs that cannot be sent. Enter it again."))
    if answers["auth"] == "bearer":
        return bearer(key)
    if answers["auth"] == "basic":
        return basic(name, key)
    return in_header(name, key) if answers["auth"] == "header" else in_query(name, key)


def pull(request: PullRequest, http: Asking) -> Iterator[Pulled]:
    """Yield the points of each page."""
    answers = with_defaults(INFO, request.options)
    zone = zone_named(request.zone) if request.zone else None
    since, until = _since(request, Grain(answers["grain"]), zone), request.until
    reader = RowReader(answers, zone, since, to_milliseconds(until), http.credential.hide)
    for number, (host, rows) in enumerate(_pages(request, answers, zone, reader, http), 1):
        yield reader.read(rows, host, _("page {number}").format(number=number))


def _since(request: PullRequest, grain: Grain, zone: ZoneInfo | None) -> int:
    """Return where the period begins that the pull begins in, so that it is taken whole."""
    return start_of(to_milliseconds(request.since), grain, zone or ZoneInfo("UTC"))


def _pages(
    request: PullRequest,
    answers: Mapping[str, str],
    zone: ZoneInfo | None,
    reader: RowReader,
    http: Asking,
) -> Iterator[tuple[str, list[Any]]]:
    """Yield host and rows until there is no next page. Raises SourceProblem if that never comes."""
    own = dict(headers(answers["headers"]))
    page, skipped, cursor = int(answers["first_page"]), 0, ""
    before: bytes | None = None
    url = _filled(request, zone, page, skipped, cursor)
    for _turn in range(MOST_PAGES):
        answer = http.fetch(Ask(url=url, headers=own))
        if answer.body == before:
            sentence = _(SAME_PAGE).format(host=answer.host)
            raise SourceProblem(Trouble.PAGING, sentence)
        before, document = answer.body, answer.json()
        rows = reader.rows(document, answer.host)
        if not rows:
            return
        yield answer.host, rows
        page, skipped = page + 1, skipped + len(rows)
        if answers["paging"] == "none":
            return
        if answers["paging"] == "link":
            following = next_link(answer.headers.get("link", ""))
            if following is None:
                return
            url = urljoin(url, following)
            continue
        if answers["paging"] == "cursor":
            cursor = _cursor(finder(answers["cursor"])(document))
            if not cursor:
                return
        url = _filled(request, zone, page, skipped, cursor)
    raise SourceProblem(Trouble.PAGING, _(ENDLESS).format(host=answer.host, count=MOST_PAGES))


def next_link(header: str) -> str | None:
    """Return the address that a Link header calls next, None when there is none."""
    for address, parameters in re.findall(r"<([^>]*)>([^<]*)", header):
        if re.search(r';\s*rel\s*=\s*"?([^";,]*\s)?next(\s[^";,]*)?"?\s*(;|,|$)', parameters):
            return str(address)
    return None


def _cursor(found: list[Any]) -> str:
    value = found[0] if len(found) == 1 else None
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _filled(
    request: PullRequest, zone: ZoneInfo | None, page: int, skipped: int, cursor: str
) -> str:
    """Return the address with its places filled."""
    values = {"page": str(page), "offset": str(skipped), "cursor": cursor}
    for name, moment in (("from", request.since), ("to", request.until)):
        values |= _times(name, moment, zone)
    return PLACE.sub(lambda place: quote(values[place[1]], safe=""), request.address)


def _times(name: str, moment: datetime, zone: ZoneInfo | None) -> dict[str, str]:
    seconds = to_milliseconds(moment) // 1000
    return {
        name: moment.astimezone(ZoneInfo("UTC")).strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{name}_date": moment.astimezone(zone or ZoneInfo("UTC")).date().isoformat(),
        f"{name}_s": str(seconds),
        f"{name}_ms": str(to_milliseconds(moment)),
    }


CONNECTOR = Connector(info=INFO, check=check, credential=credential, pull=pull)

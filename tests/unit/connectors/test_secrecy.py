"""A key is covered in every form it may take, and a budget hands out turns in order."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest

from cockpit.connectors.budget import RateBudget
from cockpit.connectors.http_failures import retry_after
from cockpit.connectors.secrecy import basic, bearer, in_header, in_query, origin

KEY = 'kä/y+"s3cret'


@pytest.mark.parametrize(
    "credential",
    [bearer(KEY), basic("ops", KEY), in_header("X-Key", KEY), in_query("key", KEY)],
    ids=["bearer", "basic", "header", "query"],
)
def test_every_form_of_a_key_is_covered(credential: object) -> None:
    hide = credential.hide  # type: ignore[attr-defined]
    forms = [KEY, "k%C3%A4/y%2B%22s3cret", "k%C3%A4%2Fy%2B%22s3cret"]
    forms += ['k\\u00e4/y+\\"s3cret', base64.b64encode(KEY.encode()).decode()]
    for form in forms:
        assert hide(f"a {form} b") == "a ••• b"
    assert "s3cret" not in repr(credential)


def test_the_header_of_a_name_and_password_is_covered() -> None:
    word = base64.b64encode(f"ops:{KEY}".encode()).decode()
    assert basic("ops", KEY).hide(f"Authorization: Basic {word}") == "Authorization: •••"


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("http://A.example/x", ("http", "a.example", 80)),
        ("https://a.example./", ("https", "a.example", 443)),
        ("https://a.example:8443", ("https", "a.example", 8443)),
        ("http://user@a.example", ("http", "a.example", 80)),
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str, wanted: tuple[str, str, int]) -> None:
    assert origin(url) == wanted


@pytest.mark.parametrize("url", ["", "a.example", "ftp://a.example", "http://", "http://a:x/"])
def test_what_is_no_web_address_has_no_origin(url: str) -> None:
    with pytest.raises(ValueError, match=r"no web address|[Pp]ort"):
        origin(url)


def test_a_burst_then_a_steady_rate_for_each_host() -> None:
    budget = RateBudget(per_second=2.0, burst=3.0)
    assert [budget.wait_seconds("a", 10.0) for _each in range(5)] == [0, 0, 0, 0.5, 1.0]
    assert budget.wait_seconds("b", 10.0) == 0
    assert budget.wait_seconds("a", 11.5) == 0
    assert budget.wait_seconds("a", 11.5) == 0.5


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        ("Fri, 03 Apr 2026 12:01:30 GMT", 90.0),
        ("Fri, 03 Apr 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("١٢", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(text, datetime(2026, 4, 3, 12, 0, tzinfo=UTC)) == seconds

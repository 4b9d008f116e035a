"""Twelve ways to be sent on, four ways to carry a key: no key ever leaves its own origin."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from cockpit.connectors.budget import RateBudget
from cockpit.connectors.http import Http
from cockpit.connectors.http_records import Ask
from cockpit.connectors.secrecy import Credential, basic, bearer, in_header, in_query
from cockpit.domain.pull import SourceProblem
from cockpit.domain.source import Trouble
from tests.contract.loopback import Loopback, Reply, Request, serving
from tests.contract.pulling import LIMITS, StillClock

KEY = "canary-key-0a1b2c"
TLS = Path(__file__).parents[1] / "data" / "tls"

CREDENTIALS = {
    "bearer": bearer(KEY),
    "basic": basic("ops", KEY),
    "header": in_header("X-Api-Key", KEY),
    "query": in_query("api_key", KEY),
}


@dataclass(frozen=True)
class Way:
    """A redirect: its status, and where it leads, made of home, the other host and another port."""

    status: int
    location: Callable[[Loopback, Loopback, Loopback], str]


WAYS = {
    "301 other host": Way(301, lambda home, other, port: other.url + "/x"),
    "302 other host": Way(302, lambda home, other, port: other.url + "/x"),
    "303 other host": Way(303, lambda home, other, port: other.url + "/x"),
    "307 other host": Way(307, lambda home, other, port: other.url + "/x"),
    "308 other host": Way(308, lambda home, other, port: other.url + "/x"),
    "302 other port": Way(302, lambda home, other, port: port.url + "/x"),
    "302 other scheme": Way(302, lambda home, other, port: f"https://127.0.0.1:{home.port}/x"),
    "302 user info": Way(
        302, lambda home, other, port: f"http://127.0.0.1@127.0.0.2:{other.port}/"
    ),
    "302 no scheme": Way(302, lambda home, other, port: f"//127.0.0.2:{other.port}/x"),
    "302 backslashes": Way(302, lambda home, other, port: f"\\\\127.0.0.2:{other.port}/x"),
    "302 key in the target": Way(
        302, lambda home, other, port: f"{other.url}/x?api_key={KEY}&token={KEY}"
    ),
    "307 after one at home": Way(307, lambda home, other, port: "/again"),
}


def secret_in(server: Loopback, credential: Credential) -> bool:
    """Tell whether any byte that a server got holds the key, in any form."""
    text = server.received().decode("latin-1")
    return credential.hide(text) != text


@pytest.mark.parametrize("way", WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=list(CREDENTIALS))
def test_no_key_leaves_home(way: Way, credential: Credential) -> None:
    good = Reply(b"{}")
    with (
        serving(lambda request: good, "127.0.0.2") as other,
        serving(lambda request: good) as port,
        serving(lambda request: good) as home,
    ):

        def send_on(request: Request) -> Reply:
            if request.path == "/again":
                return Reply(b"", way.status, {"Location": other.url})
            return Reply(b"", way.status, {"Location": way.location(home, other, port)})

        home.answer = send_on
        limits, clock = LIMITS, StillClock()
        http = Http(home.url, credential, limits=limits, clock=clock)
        with http, pytest.raises(SourceProblem) as caught:
            http.fetch(Ask(url=home.url + "/x", headers={"Accept-Language": "zh"}))
        assert caught.value.trouble is Trouble.REDIRECT
        assert KEY not in str(caught.value)
        assert secret_in(home, credential), "the key never went to its own server"
        for elsewhere in (other, port):
            assert not secret_in(elsewhere, credential)
            assert elsewhere.requests == []


@pytest.mark.parametrize("credential", CREDENTIALS.values(), ids=list(CREDENTIALS))
def test_the_control_leaks(credential: Credential) -> None:
    """urllib follows and takes the headers along: the servers above would have noticed."""
    with serving(lambda request: Reply(b"{}"), "127.0.0.2") as other:

        def send_on(request: Request) -> Reply:
            query = request.raw.split(b" ")[1].decode().partition("?")[2]
            return Reply(b"", 302, {"Location": f"{other.url}/x?{query}"})

        with serving(send_on) as home:
            from cockpit.connectors.http_records import with_query

            url = with_query(home.url + "/x", credential.query)
            request = urllib.request.Request(url, headers=dict(credential.headers))
            urllib.request.build_opener().open(request, timeout=10).close()
        assert secret_in(other, credential)


def test_without_a_key_another_host_is_followed_with_nothing_of_the_person() -> None:
    with (
        serving(lambda request: Reply(b"{}"), "127.0.0.2") as other,
        serving(lambda request: Reply(b"", 302, {"Location": other.url + "/x"})) as home,
        Http(home.url, limits=LIMITS) as http,
    ):
        http.fetch(Ask(url=home.url + "/x", headers={"X-Team": "ops"}))
        [request] = other.requests
        assert "x-team" not in request.headers
        assert "referer" not in request.headers
        assert home.requests[0].headers["x-team"] == "ops"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:1", "x:"]
)
def test_a_redirect_off_the_web_is_refused(target: str) -> None:
    with (
        serving(lambda request: Reply(b"", 302, {"Location": target})) as home,
        Http(home.url, limits=LIMITS) as http,
        pytest.raises(SourceProblem, match="not safe"),
    ):
        http.fetch(Ask(url=home.url))


def test_a_page_elsewhere_is_not_asked_for_with_a_key() -> None:
    with (
        serving(lambda request: Reply(b"{}"), "127.0.0.2") as other,
        serving(lambda request: Reply(b"{}")) as home,
    ):
        http = Http(home.url, bearer(KEY), limits=LIMITS)
        with http, pytest.raises(SourceProblem, match="never sent to another address"):
            http.fetch(Ask(url=other.url))
        assert other.requests == []


def test_cookies_are_not_kept() -> None:
    with serving(lambda request: Reply(b"{}", headers={"Set-Cookie": "a=1"})) as home:
        with Http(home.url, limits=LIMITS, budget=RateBudget()) as http:
            http.fetch(Ask(url=home.url))
            http.fetch(Ask(url=home.url))
        assert all("cookie" not in request.headers for request in home.requests)


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        serving(lambda request: Reply(b"{}")) as proxy,
        serving(lambda request: Reply(b"{}")) as home,
    ):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url)
        with Http(home.url, bearer(KEY), limits=LIMITS) as http:
            http.fetch(Ask(url=home.url))
        assert proxy.requests == []


@pytest.fixture
def authority() -> tuple[str, ssl.SSLContext]:
    """A certificate for 127.0.0.1 that only its own file vouches for, and a server with it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(TLS / "certificate.pem", TLS / "key.pem")
    return str(TLS / "certificate.pem"), context


def test_a_certificate_that_nobody_vouches_for_gets_nothing(
    authority: tuple[str, ssl.SSLContext],
) -> None:
    with serving(lambda request: Reply(b"{}"), tls=authority[1]) as server:
        http = Http(server.url, bearer(KEY), limits=LIMITS, clock=StillClock())
        with http, pytest.raises(SourceProblem) as caught:
            http.fetch(Ask(url=server.url))
        assert caught.value.trouble is Trouble.CERTIFICATE
        assert server.requests == []


def test_a_certificate_of_another_name_gets_nothing(
    authority: tuple[str, ssl.SSLContext],
) -> None:
    with serving(lambda request: Reply(b"{}"), "127.0.0.2", authority[1]) as server:
        http = Http(server.url, bearer(KEY), ca_file=authority[0], clock=StillClock())
        with http, pytest.raises(SourceProblem) as caught:
            http.fetch(Ask(url=server.url))
        assert caught.value.trouble is Trouble.CERTIFICATE
        assert server.requests == []


def test_a_certificate_that_is_vouched_for_is_accepted(
    authority: tuple[str, ssl.SSLContext],
) -> None:
    with (
        serving(lambda request: Reply(b"{}"), tls=authority[1]) as server,
        Http(server.url, bearer(KEY), ca_file=authority[0]) as http,
    ):
        assert http.fetch(Ask(url=server.url)).json() == {}


def test_encrypted_is_never_left_for_open(authority: tuple[str, ssl.SSLContext]) -> None:
    with (
        serving(lambda request: Reply(b"{}")) as plain,
        serving(
            lambda request: Reply(b"", 302, {"Location": plain.url}), tls=authority[1]
        ) as server,
    ):
        http = Http(server.url, ca_file=authority[0], clock=StillClock())
        with http, pytest.raises(SourceProblem, match="not safe"):
            http.fetch(Ask(url=server.url))
        assert plain.requests == []

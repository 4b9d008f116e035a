"""The only way to a server: verified TLS, every wait bounded, no key beyond its own origin.

httpx's transport is used without its client, which would keep cookies, read proxies and .netrc
from the environment, and write addresses with their keys into the log. So a proxy named in the
environment is not used. Nothing here logs; what failed is said by `http_failures` without query,
headers or body.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Self, TypeVar
from urllib.parse import urljoin, urlsplit

from cockpit import __version__
from cockpit.connectors import http_failures as failures
from cockpit.connectors.budget import RateBudget
from cockpit.connectors.http_body import read_body
from cockpit.connectors.http_records import (
    Answer,
    Ask,
    Clock,
    Limits,
    SystemClock,
    origin_or_none,
    with_query,
)
from cockpit.connectors.secrecy import NOTHING, Credential, origin
from cockpit.domain.entity import utc_now
from cockpit.domain.errors import Cancelled
from cockpit.domain.pull import SourceProblem, Stop

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")
REDIRECTS = (301, 302, 303, 307, 308)
LONGEST_FAILURE_BODY = 65_536


class Http:
    """Asks one source's server, from one thread; use as a context manager.

    `home` is the source's address: the credential goes to its origin and to no other.
    """

    def __init__(
        self,
        home: str,
        credential: Credential = NOTHING,
        *,
        stop: Stop | None = None,
        limits: Limits | None = None,
        budget: RateBudget | None = None,
        clock: Clock | None = None,
        ca_file: str | None = None,
    ) -> None:
        self.credential = credential
        self._home = origin(home)
        self._stop = stop or Stop()
        self._limits = limits or Limits()
        self._budget = budget or RateBudget()
        self._clock: Clock = clock or SystemClock()
        self._ca_file = ca_file
        self._loop = asyncio.new_event_loop()
        self._transport: httpx.AsyncHTTPTransport | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        if self._transport is not None:
            self._loop.run_until_complete(self._transport.aclose())
            self._transport = None
        if not self._loop.is_closed():
            self._loop.close()

    def fetch(self, ask: Ask) -> Answer:
        """Return the answer; tries again what may pass. Raises SourceProblem, or Cancelled."""
        return self._run(self._with_retries(ask))

    def _run(self, work: Coroutine[object, object, T]) -> T:
        """Run work on this client's loop until it ends or the stop is asked for."""
        task = self._loop.create_task(work)

        def end() -> None:
            # The loop may have closed in the same moment: then there is nothing left to end.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(task.cancel)

        self._stop.register(end)
        cancelled = False
        try:
            return self._loop.run_until_complete(task)
        except asyncio.CancelledError:
            cancelled = True
        finally:
            self._stop.forget(end)
        assert cancelled
        raise Cancelled

    async def _with_retries(self, ask: Ask) -> Answer:
        attempt = 0
        while True:
            attempt += 1
            answer, problem = await self._once(ask)
            if answer is not None:
                return answer
            assert problem is not None
            wait = self._limits.first_backoff * 2 ** (attempt - 1)
            if problem.retry_seconds is not None:
                wait = problem.retry_seconds
            last = attempt >= self._limits.attempts or wait > self._limits.longest_wait
            if last or not problem.retryable:
                raise problem
            await self._clock.sleep(wait)

    async def _once(self, ask: Ask) -> tuple[Answer | None, SourceProblem | None]:
        """Return the answer or what went wrong, so that no foreign error hangs on ours.

        The text of httpx's errors, and their requests, hold the address with its query.
        """
        import httpx

        host = urlsplit(ask.url).hostname or ""
        try:
            async with asyncio.timeout(self._limits.total):
                return await self._follow(ask), None
        except SourceProblem as said:
            return None, said
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout, httpx.PoolTimeout) as error:
            total = isinstance(error, TimeoutError)
            seconds = self._limits.total if total else self._limits.read
            return None, failures.slow(host, seconds)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            if any("CERTIFICATE_VERIFY_FAILED" in str(each) for each in failures.chain(error)):
                return None, failures.certificate(host)
            return None, failures.offline(host)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            return None, failures.cut_off(host)

    async def _follow(self, ask: Ask) -> Answer:
        """Ask, and follow redirects by hand. Raises SourceProblem."""
        url, at_home = ask.url, origin_or_none(ask.url) == self._home
        host = urlsplit(url).hostname or ""
        if self.credential and not at_home:
            raise failures.elsewhere(self._home[1], host)
        for _turn in range(self._limits.redirects + 1):
            answer = await self._send(ask, url, at_home=at_home)
            if answer.status not in REDIRECTS or "location" not in answer.headers:
                return self._judged(answer, ask)
            url, at_home = self._next(ask, url, answer.headers["location"])
        raise failures.around(host)

    def _next(self, ask: Ask, url: str, location: str) -> tuple[str, bool]:
        """Return where a redirect leads and whether that is the source's own origin."""
        host = urlsplit(url).hostname or ""
        target = urljoin(url, location.replace("\\", "/"))
        there = origin_or_none(target)
        if there is None:
            raise failures.not_safe(host, location.partition(":")[0][:20])
        if there == self._home and origin_or_none(url) == self._home:
            return target, True
        name = f"{there[0]}://{there[1]}:{there[2]}"
        if self.credential or ask.form is not None:
            raise failures.elsewhere(host, name)
        if urlsplit(url).scheme == "https" and there[0] == "http":
            raise failures.not_safe(host, name)
        return target, False

    def _judged(self, answer: Answer, ask: Ask) -> Answer:
        if answer.status < 400 or answer.status in ask.accept:
            return answer
        raise failures.for_status(
            answer.host,
            answer.status,
            answer.headers,
            with_key=bool(self.credential),
            now=utc_now(),
        )

    async def _send(self, ask: Ask, url: str, *, at_home: bool) -> Answer:
        """Send one request and read its answer; away from home it carries nothing of the person."""
        request = self._request(ask, url, at_home=at_home)
        host = request.url.host
        wait = self._budget.wait_seconds(host, self._clock.monotonic())
        if wait > 0:
            await self._clock.sleep(wait)
        response = await self._open().handle_async_request(request)
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            largest = self._limits.bytes
            if response.status_code >= 400:
                largest = min(largest, LONGEST_FAILURE_BODY)
            packing = headers.get("content-encoding", "identity")
            body = await read_body(response.aiter_raw(), packing, largest, host)
            return Answer(status=response.status_code, headers=headers, body=body, host=host)
        finally:
            await response.aclose()

    def _request(self, ask: Ask, url: str, *, at_home: bool) -> httpx.Request:
        import httpx

        headers = {"Accept": "application/json", "Accept-Encoding": "gzip"}
        headers["User-Agent"] = f"ops-cockpit/{__version__}"
        if at_home:
            headers |= {**ask.headers, **self.credential.headers}
            url = with_query(url, self.credential.query)
        waits = {"connect": self._limits.connect, "pool": self._limits.connect}
        waits |= {"read": self._limits.read, "write": self._limits.read}
        return httpx.Request(
            "GET" if ask.form is None else "POST",
            url,
            headers=headers,
            data=None if ask.form is None else dict(ask.form),
            extensions={"timeout": waits},
        )

    def _open(self) -> httpx.AsyncHTTPTransport:
        if self._transport is None:
            import ssl

            import certifi
            import httpx

            # The computer's own authorities, as companies have theirs there, and the public ones.
            trust = ssl.create_default_context(cafile=self._ca_file)
            if self._ca_file is None:
                trust.load_verify_locations(certifi.where())
            self._transport = httpx.AsyncHTTPTransport(verify=trust, trust_env=False, retries=0)
        return self._transport

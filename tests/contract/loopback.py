"""A web server on the loopback: a test writes its answers, and it keeps what it was sent."""

from __future__ import annotations

import socket
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit


@dataclass
class Request:
    """What came in; `raw` is every byte of it."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    raw: bytes


@dataclass
class Reply:
    """What goes out. `cut`: close after so many bytes of the body. `hang`: wait until the end."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    hang: bool = False
    drip: bool = False


Answer = Callable[[Request], Reply]


class Loopback:
    """One server with its thread; `answer` may be replaced at any time."""

    def __init__(self, answer: Answer, host: str, tls: ssl.SSLContext | None) -> None:
        self.answer, self.requests = answer, list[Request]()
        self.arrived = threading.Event()
        self.ended = threading.Event()
        self._tls = tls
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                outer._serve(self.request)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = False
            block_on_close = True

        self._server = Server((host, 0), Handler)
        self.host, self.port = host, int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        scheme = "http" if self._tls is None else "https"
        return f"{scheme}://{self.host}:{self.port}"

    def received(self) -> bytes:
        """Every byte that every request brought."""
        return b"".join(request.raw for request in self.requests)

    def close(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, plain: socket.socket) -> None:
        try:
            connection = self._tls.wrap_socket(plain, server_side=True) if self._tls else plain
        except OSError:
            return
        connection.settimeout(20)
        try:
            while (request := _read(connection)) is not None:
                self.requests.append(request)
                self.arrived.set()
                if not self._send(connection, self.answer(request)):
                    return
        except OSError:
            return
        finally:
            connection.close()

    def _send(self, connection: socket.socket, reply: Reply) -> bool:
        """Write an answer; tell whether the connection goes on."""
        if reply.hang:
            _until_gone(connection, self.ended)
            return False
        lines = [f"HTTP/1.1 {reply.status} X", f"Content-Length: {len(reply.body)}"]
        lines += [f"{name}: {value}" for name, value in reply.headers.items()]
        connection.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        if reply.drip:
            connection.sendall(reply.body[:1])
            _until_gone(connection, self.ended)
            return False
        if reply.cut is not None:
            connection.sendall(reply.body[: reply.cut])
            return False
        connection.sendall(reply.body)
        return True


def _until_gone(connection: socket.socket, ended: threading.Event) -> None:
    """Wait until the other side has closed, or the server is ended."""
    connection.settimeout(0.02)
    while not ended.is_set():
        try:
            if not connection.recv(1):
                return
        except TimeoutError:
            continue


def _read(connection: socket.socket) -> Request | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        chunk = connection.recv(65_536)
        if not chunk:
            return None
        raw += chunk
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        chunk = connection.recv(65_536)
        body, raw = body + chunk, raw + chunk
    method, target, _ = first.split(" ")
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query, True)) | dict(parse_qsl(body.decode("latin-1"), True))
    return Request(method, parts.path, query, headers, body, raw)


@contextmanager
def serving(
    answer: Answer, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[Loopback]:
    """Run a server for the length of a test."""
    server = Loopback(answer, host, tls)
    try:
        yield server
    finally:
        server.close()

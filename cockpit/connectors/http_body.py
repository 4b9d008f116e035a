"""The body of an answer, unpacked in small steps, so that a packed bomb ends at the limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from cockpit.connectors import http_failures as failures

STEP = 65_536
GZIP = 16 + zlib.MAX_WBITS


async def read_body(chunks: AsyncIterator[bytes], packing: str, limit: int, host: str) -> bytes:
    """Return a body of at most `limit` bytes after unpacking. Raises SourceProblem."""
    packing = packing.strip().lower()
    if packing in ("", "identity"):
        return await _plain(chunks, limit, host)
    if packing in ("gzip", "x-gzip"):
        return await _gzip(chunks, limit, host)
    raise failures.encoding(host)


async def _plain(chunks: AsyncIterator[bytes], limit: int, host: str) -> bytes:
    body = bytearray()
    async for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise failures.too_large(host, limit)
    return bytes(body)


async def _gzip(chunks: AsyncIterator[bytes], limit: int, host: str) -> bytes:
    """Unpack gzip, one or several members after another (RFC 1952 §2.2)."""
    body = bytearray()
    unpacker = zlib.decompressobj(GZIP)
    async for chunk in chunks:
        while chunk:
            if unpacker.eof:
                unpacker = zlib.decompressobj(GZIP)
            try:
                body += unpacker.decompress(chunk, STEP)
            except zlib.error:
                raise failures.encoding(host) from None
            if len(body) > limit:
                raise failures.too_large(host, limit)
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if not unpacker.eof:
        # What is left inside the unpacker is less than a step.
        body += unpacker.flush()
        if body and not unpacker.eof:
            raise failures.cut_off(host)
    return bytes(body)

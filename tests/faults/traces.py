"""What somebody finds who holds Redis, its files and the logs: every byte, unpacked as far as it was packed."""

import base64
import binascii
import pathlib
import re
import zlib
from collections.abc import Iterable, Iterator

import redis

Place = tuple[str, bytes]  # where it stands, and what stands there
_PACKED = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_DEPTH = 3


def entries(client: redis.Redis) -> Iterator[Place]:
    """Every key with all that is under it, whatever its type."""
    read = {
        b"string": lambda key: [client.get(key)],
        b"list": lambda key: client.lrange(key, 0, -1),
        b"set": client.smembers,
        b"zset": lambda key: client.zrange(key, 0, -1),
        b"hash": lambda key: [part for pair in client.hgetall(key).items() for part in pair],
        b"stream": lambda key: [p for _id, row in client.xrange(key) for pair in row.items() for p in pair],
    }
    for key in client.scan_iter():
        values = read[client.type(key)](key)
        yield key.decode(errors="replace"), b"\n".join([key, *(value for value in values if value is not None)])


def append_only_files(folder: pathlib.Path) -> Iterator[Place]:
    """Every command since the file was begun: also what has expired or was taken from a queue since."""
    for path in sorted(folder.rglob("*.aof*")):
        yield path.name, path.read_bytes()


def found(places: Iterable[Place], secrets: dict[str, bytes]) -> list[tuple[str, str]]:
    """Return which secret stands where, raw, as hex or as a number, also inside base64 and zlib."""
    shapes = [(name, shape) for name, secret in secrets.items() for shape in _shapes(secret)]
    hits = set()
    for where, what in places:
        everything = b"\n".join(_layers(what, _DEPTH))
        hits |= {(where, name) for name, shape in shapes if shape in everything}
    return sorted(hits)


def _shapes(secret: bytes) -> Iterator[bytes]:
    yield secret
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    if secret.isdigit() and len(secret) < 10:
        yield b"J" + int(secret).to_bytes(4, "little", signed=True)  # a pickled number


def _layers(what: bytes, depth: int) -> Iterator[bytes]:
    yield what
    if not depth:
        return
    for packed in _PACKED.findall(what):
        for decode in (base64.b64decode, base64.urlsafe_b64decode):
            try:
                inside = decode(packed + b"=" * (-len(packed) % 4))
            except (binascii.Error, ValueError):
                continue
            yield from _layers(inside, depth - 1)
    if what[:1] == b"x":
        try:
            yield from _layers(zlib.decompress(what), depth - 1)
        except zlib.error:
            return

"""Pictures as a browser's canvas makes them, 31 by 17 pixels, and what is made to look like one."""

import base64
import struct
import zlib

SIZE = (31, 17)
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
    "eFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAARAB8D"
    "ASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFgEBAQEAAAAAAAAAAAAAAAAAAAQG/8QAFBEB"
    "AAAAAAAAAAAAAAAAAAAAAP/aAAwDAQACEQMRAD8AkAJGoAAAAAAf/9k="
)
WEBP_LOSSY = base64.b64decode(
    "UklGRkgAAABXRUJQVlA4IDwAAAAQAwCdASofABEAPtFiqk+oJaOiKAgBABoJZQC/7BanFAAA/uns/lkYixV/+N4/yXf277a/v/j6pgAAAAA="
)
WEBP_LOSSLESS = base64.b64decode("UklGRh4AAABXRUJQVlA4TBEAAAAvHgAEAAdQjyIXpf+BiOh/AAA=")


def png(width: int = SIZE[0], height: int = SIZE[1], pixels: bytes | None = None) -> bytes:
    """A grey picture; its header may say any size, whatever `pixels` hold."""
    rows = b"".join(b"\0" + bytes(width) for _ in range(height)) if pixels is None else pixels
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def webp_extended(width: int = SIZE[0], height: int = SIZE[1]) -> bytes:
    """What a canvas gives that has colours of its own: a header with the size before the picture."""
    size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    inside = b"VP8X" + struct.pack("<I", 10) + bytes(4) + size + WEBP_LOSSY[12:]
    return b"RIFF" + struct.pack("<I", 4 + len(inside)) + b"WEBP" + inside


def jpeg_of(width: int, height: int) -> bytes:
    """The picture with another size in its header."""
    at = JPEG.index(b"\xff\xc0") + 5
    return JPEG[:at] + struct.pack(">HH", height, width) + JPEG[at + 4 :]


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


PNG = png()
PICTURES = {
    "image/png": [PNG],
    "image/jpeg": [JPEG],
    "image/webp": [WEBP_LOSSY, WEBP_LOSSLESS, webp_extended()],
}
PAGE = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
# What is a picture for one reader and something else for another.
POLYGLOTS = {
    "a page behind a picture": PNG + PAGE,
    "a picture in a page": PAGE + PNG,
    "a page after the magic only": PNG[:8] + PAGE,
    "an archive behind a picture": PNG + b"PK\x05\x06" + bytes(18),
    "a drawing": SVG,
    "an animation": b"GIF89a" + bytes(20),
    "nothing but the magic": PNG[:8],
}
EXPLODING = png(60_000, 60_000, pixels=bytes(1000))

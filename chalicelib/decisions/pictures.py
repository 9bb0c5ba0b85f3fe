"""Whether bytes are the picture that they are said to be, by their beginning, their end and the size in the header.

Nothing is decoded, so nothing can explode here; what is refused is what could explode at who looks at it, or is
something else as well: a page, a script or an archive behind a picture has to begin or to end otherwise.
PNG: w3.org/TR/png-3; JPEG: ITU-T T.81, annex B; WebP: RFC 9649.
"""

import struct
from collections.abc import Callable, Mapping

LARGEST_SIDE = 10_000  # pixels
LARGEST_AREA = 40_000_000  # pixels; a whole 8K screen has 33 million
_Size = tuple[int, int]

_PNG_BEGINS = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
_PNG_ENDS = b"\x00\x00\x00\x00IEND\xae\x42\x60\x82"
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # segments that tell the size


def refusal(content: bytes, kind: str) -> str | None:
    """Why `content` is not kept as a picture of the media type `kind`; None when it is one."""
    try:
        size = _MEASURE[kind](content)
    except struct.error:
        size = None
    if size is None:
        return f"it is no {kind}"
    width, height = size
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_AREA // width and height <= LARGEST_SIDE):
        return f"it has {width} by {height} pixels"
    return None


def _png(content: bytes) -> _Size | None:
    if not (content.startswith(_PNG_BEGINS) and content.endswith(_PNG_ENDS)):
        return None
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg(content: bytes) -> _Size | None:
    """Segment by segment to the frame's header. A thumbnail's own header is inside of another segment."""
    if not (content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")):
        return None
    at = 2
    while True:
        mark, segment, length = struct.unpack_from(">BBH", content, at)
        if mark != 0xFF or length < 2 or segment == 0xDA:  # the picture itself begins, and no size was told
            return None
        if segment in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, at + 5)
            return width, height
        at += 2 + length


def _webp(content: bytes) -> _Size | None:
    """Simple (lossy or lossless) and extended files; RIFF says how long it is, so nothing can stand behind it."""
    riff, length, webp, chunk = struct.unpack_from("<4sI4s4s", content)
    if (riff, length + 8, webp) != (b"RIFF", len(content), b"WEBP"):
        return None
    if chunk == b"VP8X":
        wide, wider, high, higher = struct.unpack_from("<HBHB", content, 24)
        return (wider << 16 | wide) + 1, (higher << 16 | high) + 1
    if chunk == b"VP8L" and content[20:21] == b"\x2f":
        (bits,) = struct.unpack_from("<I", content, 21)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if chunk == b"VP8 " and content[23:26] == b"\x9d\x01\x2a":
        width, height = struct.unpack_from("<HH", content, 26)
        return width & 0x3FFF, height & 0x3FFF
    return None


_MEASURE: Mapping[str, Callable[[bytes], _Size | None]] = {"image/png": _png, "image/jpeg": _jpeg, "image/webp": _webp}

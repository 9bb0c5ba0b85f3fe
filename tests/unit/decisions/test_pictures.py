"""What is a picture of the kind that it is said to be, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.pictures import LARGEST_SIDE, refusal
from chalicelib.model.screenshot import EXTENSIONS
from tests.pictures import EXPLODING, JPEG, PAGE, PICTURES, PNG, POLYGLOTS, WEBP_LOSSY, jpeg_of, png, webp_extended

EVERY = [(kind, content) for kind, contents in PICTURES.items() for content in contents]
kinds = st.sampled_from(list(EXTENSIONS))


@pytest.mark.parametrize(("kind", "content"), EVERY)
def test_what_a_canvas_makes_is_one(kind: str, content: bytes) -> None:
    assert refusal(content, kind) is None


@pytest.mark.parametrize(("kind", "content"), EVERY)
@pytest.mark.parametrize("other", EXTENSIONS)
def test_a_picture_of_another_kind_is_none(kind: str, content: bytes, other: str) -> None:
    assert (refusal(content, other) is None) == (kind == other)


@pytest.mark.parametrize("content", POLYGLOTS.values(), ids=POLYGLOTS)
@pytest.mark.parametrize("kind", EXTENSIONS)
def test_what_is_something_else_as_well_is_none(content: bytes, kind: str) -> None:
    assert refusal(content, kind) == f"it is no {kind}"


@pytest.mark.parametrize(("kind", "content"), EVERY)
def test_nothing_may_stand_before_or_behind_it(kind: str, content: bytes) -> None:
    assert refusal(content + PAGE, kind) == refusal(PAGE + content, kind) == f"it is no {kind}"


@pytest.mark.parametrize(
    ("content", "kind", "size"),
    [
        (EXPLODING, "image/png", "60000 by 60000"),
        (png(LARGEST_SIDE + 1, 1), "image/png", "10001 by 1"),
        (png(1, LARGEST_SIDE + 1), "image/png", "1 by 10001"),
        (png(8_000, 5_001, pixels=b""), "image/png", "8000 by 5001"),
        (png(0, 10, pixels=b""), "image/png", "0 by 10"),
        (png(10, 0, pixels=b""), "image/png", "10 by 0"),
        (jpeg_of(65_535, 65_535), "image/jpeg", "65535 by 65535"),
        (webp_extended(1 << 24, 1 << 24), "image/webp", "16777216 by 16777216"),
    ],
)
def test_what_would_explode_where_it_is_looked_at(content: bytes, kind: str, size: str) -> None:
    assert refusal(content, kind) == f"it has {size} pixels"


@pytest.mark.parametrize(("width", "height"), [(LARGEST_SIDE, 4_000), (4_000, LARGEST_SIDE), (7_680, 4_320), (1, 1)])
def test_large_screens_have_room(width: int, height: int) -> None:
    assert refusal(png(width, height, pixels=b""), "image/png") is None


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xe0\x00\x00\xff\xd9",  # a segment without a length
        b"\xff\xd8\xff\xda\x00\x04\x00\x00\xff\xd9",  # no frame before the picture
        b"\xff\xd8\xff\xe0\x00\x04\x00\x00\x00\x00\xff\xd9",  # something that is no segment
    ],
)
def test_a_jpeg_that_leads_nowhere(content: bytes) -> None:
    assert refusal(content, "image/jpeg") == "it is no image/jpeg"


@given(st.sampled_from([PNG, JPEG, WEBP_LOSSY]), st.data(), kinds)
def test_whatever_is_cut_off_is_none(whole: bytes, data: st.DataObject, kind: str) -> None:
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert refusal(cut, kind) is not None


@given(st.binary(max_size=200), kinds)
def test_nothing_that_comes_makes_it_fail(content: bytes, kind: str) -> None:
    assert refusal(content, kind)
    for begun in (b"\xff\xd8\xff" + content + b"\xff\xd9", PNG[:24] + content, WEBP_LOSSY[:16] + content):
        refusal(begun, kind)

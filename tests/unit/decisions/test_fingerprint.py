"""Which reports are one problem: by the real reports, and by properties of places."""

from random import Random
from string import ascii_lowercase, ascii_uppercase
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.decisions.fingerprint import fingerprint, place_shape
from tests.builders import a_trigger

# Real reports of webcompat/web-bugs on GitHub: (number of the issue there, address, kind of error).
REAL = [
    (12344, "http://www.abc.com", "Something else"),
    (51895, "https://webcompat.com/issues/new", "Design is broken"),
    (
        10901,
        "https://webcompat.com/issues?page=1&per_page=50&state=open&stage=all&sort=created&direction=desc",
        "Desktop site instead of mobile site",
    ),
    (11160, "https://webcompat.com/issues/11151", "Something else"),
    (143002, "https://webcompat.com/issues/new", "Something else"),
    (62020, "https://webcompat.com/issues/new", "Site is not usable"),
    (119251, "https://webcompat.com/issues/new", "Desktop site instead of mobile site"),
    (108893, "https://webcompat.com/issues/108892", "Site is not usable"),
    (29971, "https://webcompat.com/issues/new", "Desktop site instead of mobile site"),
    (27399, "https://onlinexperiences.com/scripts/Server.nxp", "Something else"),
    (10142, "https://webcompat.com/", "Video or audio doesn't play"),
    (136944, "https://webcompat.com/", "Video or audio doesn't play"),
    (137028, "https://webcompat.com/issues/new", "Video or audio doesn't play"),
    (63896, "https://webcompat.com/", "Video or audio doesn't play"),
    (156925, "https://webcompat.com/issues/new", "Video or audio doesn't play"),
    (
        225493,
        "https://progressive.webex.com/recordingservice/sites/progressive/recording/playback/"
        "c21d37528e7448899577dbafb3ec9614",
        "Video or audio doesn't play",
    ),
    (11723, "https://www.ndtv.com/", "Video or audio doesn't play"),
    (143053, "https://webcompat.com/", "Video or audio doesn't play"),
    (174666, "https://webcompat.com/issues/new", "Site is not usable"),
    (121449, "https://webcompat.com/issues/new", "Site is not usable"),
    (42399, "https://webcompat.com/issues/new", "Site is not usable"),
    (12312, "https://webcompat.com/", "Site is not usable"),
    (130693, "https://thetrendmakers.com/about-us/", "Site is not usable"),
    (173706, "https://matrix.hilfikers.com/auth/upstream/link/01K3G3T9HTS45P9M281J5R9F5Z", "Site is not usable"),
]


def of(kind: str, url: str) -> str:
    return fingerprint("web", a_trigger(kind=kind, area="site"), url)


def test_the_real_reports_are_sixteen_problems() -> None:
    problems: dict[str, list[int]] = {}
    for number, url, kind in REAL:
        problems.setdefault(of(kind, url), []).append(number)
    assert len(problems) == 16
    assert sorted(group for group in problems.values() if len(group) > 1) == [
        [10142, 136944, 63896, 143053],
        [62020, 174666, 121449, 42399],
        [119251, 29971],
        [137028, 156925],
    ]


@pytest.mark.parametrize(
    ("url", "shape"),
    [
        ("https://shop.example/orders/17", "shop.example/orders/:id"),
        ("https://shop.example/orders/17/", "shop.example/orders/:id"),
        ("https://shop.example//orders///17", "shop.example/orders/:id"),
        ("http://shop.example/orders/18", "shop.example/orders/:id"),
        ("https://user:pw@Shop.Example.:443/orders/19", "shop.example/orders/:id"),
        ("https://shop.example:8443/orders/19", "shop.example:8443/orders/:id"),
        ("https://shop.example", "shop.example/"),
        ("https://shop.example/o/0b9c1b7e-4dd5-4f0e-9f3f-2a6f0b9c1b7e", "shop.example/o/:id"),
        ("https://shop.example/o/01K3G3T9HTS45P9M281J5R9F5Z", "shop.example/o/:id"),
        ("https://shop.example/o/c21d37528e7448899577dbafb3ec9614.pdf", "shop.example/o/:id.pdf"),
        ("https://shop.example/u/anna%40example.com", "shop.example/u/:id"),
        ("https://shop.example/day/2026-11-21", "shop.example/day/:id"),
        ("https://shop.example/order-10452", "shop.example/order-:id"),
        ("https://shop.example/how-to-fix-error-404-page-2023", "shop.example/how-to-fix-error-404-page-2023"),
        ("https://shop.example/deadbeef", "shop.example/deadbeef"),
        ("https://shop.example/v2/cart", "shop.example/v2/cart"),
        ("https://shop.example/?q=shoes&page=2", "shop.example/?page&q"),
        ("https://shop.example/?page=7&q=&utm_source=mail&fbclid=x", "shop.example/?page&q"),
        ("https://shop.example/#/orders/17?tab=2", "shop.example/#/orders/:id"),
        ("https://shop.example/#!/orders/17", "shop.example/#/orders/:id"),
        ("https://shop.example/#reviews", "shop.example/"),
        ("https://shop.example/товары/17", "shop.example/товары/:id"),
        ("https://shop.example/%D1%82%D0%BE%D0%B2%D0%B0%D1%80%D1%8B/17", "shop.example/товары/:id"),
    ],
)
def test_places(url: str, shape: str) -> None:
    assert place_shape(url) == shape


def test_the_trigger_may_name_the_problem_itself() -> None:
    named = a_trigger(fingerprint="price-of-the-day")
    assert fingerprint("shop", named, "https://a.example/1") == fingerprint("shop", named, "https://b.example/x")
    assert fingerprint("shop", named, "https://a.example/") != fingerprint("web", named, "https://a.example/")


def test_another_kind_or_area_or_product_is_another_problem() -> None:
    url = "https://shop.example/"
    prints = {
        fingerprint("shop", a_trigger(), url),
        fingerprint("web", a_trigger(), url),
        fingerprint("shop", a_trigger(kind="late-data"), url),
        fingerprint("shop", a_trigger(area="orders"), url),
    }
    assert len(prints) == 4


words = st.text(ascii_lowercase, min_size=2, max_size=12)
ids = st.one_of(
    st.integers(0, 10**18).map(str),
    st.uuids().map(str),
    st.uuids().map(lambda one: one.hex).filter(lambda text: not text.isalpha()),
    st.dates().map(str),
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=25, max_size=25).map(lambda tail: f"0{tail}"),
    st.emails(domains=st.just("example.com")).map(lambda email: quote(email, safe="@")),
)
paths = st.lists(words, max_size=5)
hosts = st.lists(words, min_size=2, max_size=3).map(".".join)


@given(hosts, paths, ids, ids, paths)
def test_ids_make_no_difference(host: str, before: list[str], one: str, other: str, behind: list[str]) -> None:
    def shape(name: str) -> str:
        return place_shape(f"https://{host}/{'/'.join([*before, name, *behind])}")

    assert shape(one) == shape(other)


@given(hosts, st.lists(st.one_of(words, ids), max_size=5), st.dictionaries(words, words, max_size=4))
def test_a_shape_is_its_own_shape(host: str, path: list[str], query: dict[str, str]) -> None:
    shape = place_shape(f"https://{host}/{'/'.join(path)}?{urlencode(query)}")
    assert place_shape(f"https://{shape}") == shape


@given(
    host=hosts,
    path=paths,
    names=st.lists(words.filter(lambda name: name != "ref"), unique=True, max_size=4),
    values=st.lists(st.text(max_size=8), min_size=8, max_size=8),
    followed=st.sampled_from(["", "utm_source=mail", "gclid=1&fbclid=2", "yclid=3"]),
    scheme=st.sampled_from(["http", "https", "HTTPS"]),
    port=st.booleans(),
    slash=st.sampled_from(["", "/"]),
    order=st.randoms(),
)
def test_neither_values_nor_order_nor_the_way_there_make_a_difference(
    host: str,
    path: list[str],
    names: list[str],
    values: list[str],
    followed: str,
    scheme: str,
    port: bool,
    slash: str,
    order: Random,
) -> None:
    plain = place_shape(f"https://{host}/{'/'.join(path)}?{urlencode([(name, '') for name in names])}")
    pairs = list(zip(names, values, strict=False))
    order.shuffle(pairs)
    query = "&".join(part for part in (urlencode(pairs), followed) if part)
    default = (":80" if scheme == "http" else ":443") if port else ""
    assert place_shape(f"{scheme}://{host}{default}/{'/'.join(path)}{slash}?{query}") == plain


@given(hosts, paths, hosts, paths)
def test_other_hosts_and_other_words_are_other_places(
    host: str, path: list[str], other_host: str, other_path: list[str]
) -> None:
    same = (host, path) == (other_host, other_path)
    one, other = (f"https://{name}/{'/'.join(words)}" for name, words in ((host, path), (other_host, other_path)))
    assert (place_shape(one) == place_shape(other)) == same
    assert (of("x", one) == of("x", other)) == same


@given(st.text(max_size=60))
def test_a_fingerprint_is_safe_in_a_label_and_in_a_key(anything: str) -> None:
    made = fingerprint("shop", a_trigger(fingerprint=anything or "x"), "https://shop.example/")
    assert len(made) == 13
    assert set(made) <= set(ascii_lowercase + "234567")
    assert not set(made) & set(ascii_uppercase)


@pytest.mark.parametrize("url", ["https://[shop.example/orders", "https://shop.example/#//[x", "//]"])
def test_what_is_an_address_only_at_first_sight_has_no_place(url: str) -> None:
    assert place_shape(url) == ""

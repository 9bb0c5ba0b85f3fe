"""Mistakes in wilco.yaml are told by the line that they stand on."""

from pathlib import Path

import pytest

from infra.team_file import TeamFileError, read_team

ROOT = Path(__file__).parents[2]
GOOD = (ROOT / "wilco.yaml").read_text(encoding="utf-8")


def _line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


def _mistakes(folder: Path, text: str) -> list[str]:
    path = folder / "wilco.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TeamFileError) as refused:
        read_team(path)
    return str(refused.value).splitlines()


def test_the_shipped_file_is_right() -> None:
    assert "shop" in read_team(ROOT / "wilco.yaml").products


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("channel: C0WILCO", "channel: wilco", "products.shop.channel"),
        ("Done: resolved", "Done: finished", "jira.statuses.Done"),
        ("max_age_seconds: 300", "max_age_seconds: soon", "products.shop.identity.max_age_seconds"),
        ("reopen_within_days: 14", "reopen_after_days: 14", "cases.reopen_after_days"),
        ("languages: [en, ru]", "languages: [en, fr]", "languages.1"),
        ("plans: [free, pro, business]", "plans: [free, a b]", "products.shop.plans.1"),
        ("name: Priya,", "name: 7,", "people.2.name"),
        ("      wrong-value: ", "      Wrong Value: ", "products.shop.kinds.Wrong Value"),
    ],
)
def test_a_mistake_is_told_by_its_line(tmp_path: Path, right: str, wrong: str, place: str) -> None:
    text = GOOD.replace(right, wrong, 1)
    (told,) = _mistakes(tmp_path, text)
    assert told.startswith(f"wilco.yaml:{_line_of(text, wrong.strip())}: {place}: ")


def test_a_missing_field_is_told_where_it_is_missing(tmp_path: Path) -> None:
    text = GOOD.replace("    jira_project: SHOP\n", "", 1)
    (told,) = _mistakes(tmp_path, text)
    assert told == f"wilco.yaml:{_line_of(text, '  shop:')}: products.shop.jira_project: Field required"


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = GOOD.replace("version: 1", "version: 2").replace("reopen_within_days: 14", "reopen_within_days: -1")
    told = _mistakes(tmp_path, text)
    assert [line.split(": ")[1] for line in told] == ["version", "cases.reopen_within_days"]


def test_what_is_not_yaml_is_told_by_its_line(tmp_path: Path) -> None:
    text = "version: 1\nmail: {sender: a@b.c\njira: [\n"
    (told,) = _mistakes(tmp_path, text)
    assert told.startswith("wilco.yaml:3: ")


def test_the_same_person_twice(tmp_path: Path) -> None:
    (told,) = _mistakes(tmp_path, GOOD.replace("slack: U0PRIYA", "slack: U0ERIN"))
    assert "two entries have the same Slack id" in told


def test_a_shift_of_somebody_who_is_not_there(tmp_path: Path) -> None:
    hours = "hours: {shifts: [{who: Nobody, days: [sat], from: 10:00, to: 18:00}]}\n"
    (told,) = _mistakes(tmp_path, hours + GOOD)
    assert "hours.shifts: `Nobody` is not among the people" in told


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("holding_reply: looking", "holding_reply: lookin", "there is no reply `lookin`"),
        ("lead_minutes: 60", "lead_minutes: 30", "the lead comes after the channel"),
        ("lead: U0PRIYA", "lead: Priya", "lead: String should match pattern"),
    ],
)
def test_what_can_not_be_answered_so(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    (line,) = _mistakes(tmp_path, GOOD.replace(right, wrong, 1))
    assert told in line


def test_the_example_of_working_hours_can_be_taken_as_it_is(tmp_path: Path) -> None:
    lines = GOOD.splitlines()
    begins = lines.index("# hours:")
    ends = lines.index("", begins)
    lines[begins:ends] = [line.removeprefix("# ") for line in lines[begins:ends]]
    (tmp_path / "wilco.yaml").write_text("\n".join(lines), encoding="utf-8")
    assert read_team(tmp_path / "wilco.yaml").hours.as_hours().time_zone == "Europe/Moscow"


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    assert _mistakes(tmp_path, "")[0].startswith("wilco.yaml:1: ")


HS256 = "      secret: host_secret_shop       # a field of the secret `wilco/hosts`\n"
PRIVATE = "-----BEGIN PRIVATE KEY-----\\nMC4CAQAwBQYDK2VwBCIEIJ1h\\n-----END PRIVATE KEY-----"
RSA = "-----BEGIN PUBLIC KEY-----\\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL\\n-----END PUBLIC KEY-----"


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ('"x"', "give the Ed25519 public key as PEM"),
        ("7", "give the Ed25519 public key as PEM"),
        ('"{"', "give the Ed25519 public key as PEM"),
        ("{kty: OKP, crv: Ed25519}", "give the Ed25519 public key as PEM"),
        ("{kty: OKP, crv: X25519, x: 11qY}", "the JWK is of another kind of key"),
        ("{kty: OKP, crv: Ed25519, x: 11qY, d: nWGx}", "this is a private key"),
        (f'"{PRIVATE}"', "this is a private key"),
        (f'"{RSA}"', "the PEM holds another kind of key"),
    ],
)
def test_a_public_key_that_is_none_is_told_by_its_line(tmp_path: Path, key: str, told: str) -> None:
    text = GOOD.replace(HS256, f"      algorithm: EdDSA\n      public_key: {key}\n", 1)
    (line,) = _mistakes(tmp_path, text)
    assert line.startswith(f"wilco.yaml:{_line_of(text, 'public_key: ')}: products.shop.identity.public_key: {told}")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "name the key once"),
        (f"{HS256}      public_key: 11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\n", "write `algorithm: EdDSA`"),
        ("      algorithm: EdDSA\n", "name the key once"),
    ],
)
def test_a_product_has_one_key_of_its_kind(tmp_path: Path, written: str, told: str) -> None:
    text = GOOD.replace(HS256, written, 1)
    (line,) = _mistakes(tmp_path, text)
    assert line.startswith(f"wilco.yaml:{_line_of(text, '    identity:')}: products.shop.identity: ")
    assert told in line

"""docs/identity.md: every example is run as it stands there, and every mistake is answered in the page's words."""

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.entrances.identity import keys, person_signed, replayed
from chalicelib.model.report import Person
from chalicelib.team import Identity
from tests.conftest import ROOT
from tests.events import HOST_SECRET, host_token
from tests.unit.entrances.test_identity import IDENTITY, refused
from tests.unit.entrances.test_identity_keys import signed_with

PAGE = (ROOT / "docs" / "identity.md").read_text(encoding="utf-8")
ANNA = {"id": 17, "email": "anna@example.com", "name": "Анна", "locale": "ru"}

# What stands around the example on a host: the framework, as far as the example uses it, and the session.
# Each calls the endpoint and prints its status and its body.
AROUND = {
    "python": """
import json, sys
from types import SimpleNamespace
who = json.loads(sys.argv[1])
current_user = SimpleNamespace(is_authenticated=bool(who), **who)
class app:
    post = staticmethod(lambda path: lambda endpoint: endpoint)
EXAMPLE
body, status, *_ = wilco_identity() if who else (*wilco_identity(), None)
print(status, json.dumps(body) if body else "")
""",
    "js": """
const who = JSON.parse(process.argv[2]);
let endpoint;
const app = { post: (path, handler) => { endpoint = handler; } };
EXAMPLE
let status = 200;
const response = { status: (code) => { status = code; return response; }, set: () => response,
  end: () => console.log(status, ''), json: (body) => console.log(status, JSON.stringify(body)) };
endpoint({ user: who.id ? who : undefined }, response);
""",
    "php": """
<?php
session_id('example'); session_save_path(sys_get_temp_dir()); session_start();
$_SESSION['user'] = json_decode($argv[1], true); session_write_close();
http_response_code(200); ob_start();
register_shutdown_function(function () { $body = ob_get_clean(); echo http_response_code() . ' ' . $body; });
?>EXAMPLE
""",
    "ruby": """
require "json"; require "ostruct"
WHO = JSON.parse(ARGV[0])
class ApplicationController
  def current_user = WHO.empty? ? nil : OpenStruct.new(WHO)
  def response = OpenStruct.new(headers: {})
  def head(_) = puts("204 ")
  def render(json:) = puts("200 #{json.to_json}")
end
EXAMPLE
WilcoController.new.identity
""",
}
RUNS = {"python": [sys.executable], "js": ["node"], "php": ["php", "-d", "display_errors=stderr"], "ruby": ["ruby"]}


def example(language: str) -> str:
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def ask(language: str, folder: Path, who: Mapping[str, Any]) -> tuple[int, str]:
    """What the endpoint answers to this session: the status and the body."""
    command = RUNS[language]
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} on this machine")
    file = folder / f"example.{language}"
    file.write_text(AROUND[language].strip().replace("EXAMPLE", example(language)), encoding="utf-8")
    done = subprocess.run(
        [*command, str(file), json.dumps(who)],
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "WILCO_SECRET": HOST_SECRET, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    status, _, body = done.stdout.strip().partition(" ")
    return int(status), body


@pytest.mark.parametrize("language", RUNS)
def test_an_example_signs_who_is_logged_in(language: str, tmp_path: Path) -> None:
    status, body = ask(language, tmp_path, ANNA)
    assert status == 200
    token = json.loads(body)["identity"]
    person, used = person_signed(token, IDENTITY, [HOST_SECRET], "shop", datetime.now(UTC))
    assert person == Person("user:17", "Анна", "anna@example.com", "ru")
    again = json.loads(ask(language, tmp_path, ANNA)[1])["identity"]
    assert person_signed(again, IDENTITY, [HOST_SECRET], "shop", datetime.now(UTC))[1].token_id != used.token_id


@pytest.mark.parametrize("language", RUNS)
def test_an_example_says_that_nobody_is_logged_in(language: str, tmp_path: Path) -> None:
    assert ask(language, tmp_path, {}) == (204, "")


@pytest.mark.parametrize("language", RUNS)
def test_an_example_is_short(language: str) -> None:
    assert len([line for line in example(language).splitlines() if line.strip()]) <= 22


KEY_IN_NODE = """
const crypto = require('node:crypto');
const { readFileSync } = require('node:fs');
const [header, claims] = process.argv.slice(2);
const part = (said) => Buffer.from(said).toString('base64url');
const signed = `${part(header)}.${part(claims)}`;
console.log(`${signed}.${EXAMPLE}`);
"""


def test_the_key_pair_of_the_page_signs_in_node(tmp_path: Path) -> None:
    """The commands for openssl and the line for Node, as they stand there; so Wilco takes openssl's PEM."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine")
    (pair,) = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    made = subprocess.run(["sh", "-ec", pair], cwd=tmp_path, capture_output=True, text=True, check=True)
    (sign,) = re.findall(r"^\| Node \| `(.*)` \|$", PAGE, re.MULTILINE)
    (tmp_path / "sign.js").write_text(KEY_IN_NODE.replace("EXAMPLE", sign), encoding="utf-8")
    now = int(time.time())
    claims = {"iss": "shop", "aud": "wilco", "sub": "17", "iat": now, "exp": now + 120, "jti": "1"}
    command = ["node", "sign.js", '{"alg":"EdDSA","typ":"JWT"}', json.dumps(claims)]
    token = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout.strip()
    identity = Identity(algorithm="EdDSA", issuer="shop", public_key=made.stdout)
    assert person_signed(token, identity, keys(identity, {}), "shop", datetime.now(UTC))[0].id == "user:17"


@pytest.mark.parametrize(
    "made",
    [
        {"secret": "another-secret-of-thirty-two-bytes!"},
        {"algorithm": "HS512"},
        {"claims": {"exp": time.time() - 60}},
        {"claims": {"iat": int(time.time()) * 1000, "exp": int(time.time()) * 1000}},
        {"claims": {"exp": time.time() + 3600}},
        {"claims": {"jti": None}},
        {"claims": {"aud": "somebody"}},
        {"claims": {"iss": "another"}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": 17}},
    ],
)
@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")
def test_a_mistake_is_answered_in_the_words_of_the_page(made: dict[str, Any]) -> None:
    assert f"| {refused(host_token(**made))} |" in PAGE


@pytest.mark.parametrize("token", [signed_with({"jku": "https://evil.example"}), "<html>", '"a.b.c"'])
def test_what_is_hardly_a_token_too(token: str) -> None:
    assert f"| {refused(token)} |" in PAGE


def test_a_token_that_was_used_is_answered_in_the_words_of_the_page() -> None:
    assert f"| {replayed().detail} |" in PAGE

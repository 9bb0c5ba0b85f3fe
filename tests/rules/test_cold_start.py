"""What a fresh interpreter has loaded when a Lambda is ready: every library that is not there is time for a person."""

import subprocess
import sys

import pytest

from tests.rules.code import ROOT, files, name_of

HEAVY = ("jira", "slack_sdk", "boto3", "jinja2", "babel", "requests", "pynamodb", "pydantic", "jwt", "nacl")
TABLE = {"pynamodb", "pydantic"}
# Of ours, beside the store and the model, what `import app` loads; a route's own work is imported when it is called.
LOADED = {
    "decisions": {"aftermath", "counting", "fingerprint", "intake", "limits", "moving"},
    "entrances.payloads": {"body", "context", "outages", "reports"},
    "rendering": {"links"},
    "settings": {"limits", "part", "products", "reporting"},
    "deliveries": {"workers"},
    "team": set(),
}


def after(code: str, names: str) -> set[str]:
    """What the expression `names` gives in a fresh interpreter after `code`."""
    ask = f"import sys\n{code}\nprint(*{names})"
    done = subprocess.run([sys.executable, "-c", ask], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def loaded(code: str) -> set[str]:
    """The heavy libraries that are there after `code`."""
    return after(code, f"[name for name in {HEAVY!r} if name in sys.modules]")


def test_the_api_loads_of_ours_what_a_report_needs() -> None:
    modules = after("import app", "[name for name in sys.modules if name.startswith('chalicelib.')]")
    found = {part: {name for name in modules if name.startswith(f"chalicelib.{part}")} for part in LOADED}
    wanted = {part: {f"chalicelib.{part}.{name}" for name in names} for part, names in LOADED.items()}
    packages = {f"chalicelib.{part}" for part in LOADED if part != "team"}
    assert {part: names - packages for part, names in found.items()} == wanted


def test_the_models_of_what_comes_in_are_built_when_they_are_asked_for() -> None:
    """pydantic takes a millisecond for each. A default that is an instance builds its model too."""
    ask = "[f'{one.__module__}.{one.__name__}' for one in kinds(pydantic.BaseModel) if one.__pydantic_complete__]"
    kinds = "def kinds(kind):\n    for one in kind.__subclasses__():\n        yield one\n        yield from kinds(one)"
    assert after(f"import app, pydantic\n{kinds}", ask) == {"chalicelib.entrances.payloads.reports.ClientBody"}


def test_values_are_dataclasses_that_are_made_quickly() -> None:
    """chalicelib/frozen.py. `model/article.py` has a field that is not hashed, and the API does not load it."""
    values = files("chalicelib/model", "chalicelib/ports.py", "chalicelib/errors.py")
    standard = [name_of(path) for path in values if "from dataclasses import dataclass" in path.read_text("utf-8")]
    assert standard == ["chalicelib/model/article.py"]


def test_what_is_loaded_is_not_looked_through_for_garbage() -> None:
    assert after("import app, gc", "(gc.isenabled(), gc.get_freeze_count() > 50_000)") == {"True"}


@pytest.mark.parametrize(
    ("module", "needs"),
    [
        ("app", TABLE),
        ("chalicelib.deliveries.workers", set()),
        ("chalicelib.entrances.lambdas", set()),
        ("chalicelib.deliveries.relay", set()),
        ("chalicelib.deliveries.to_jira", TABLE),
        ("chalicelib.deliveries.to_slack", TABLE),
        ("chalicelib.deliveries.to_mail", TABLE | {"jinja2"}),
        ("chalicelib.deliveries.fan_out", TABLE),
        ("chalicelib.deliveries.to_status_page", TABLE | {"jinja2", "babel"}),
        ("chalicelib.entrances.facts", TABLE),
        ("chalicelib.entrances.clock", TABLE),
        ("chalicelib.entrances.uploads", TABLE),
    ],
)
def test_what_a_lambda_loads_before_it_is_called(module: str, needs: set[str]) -> None:
    assert loaded(f"import {module}") == needs


@pytest.mark.parametrize(
    ("adapter", "needs"),
    [
        ("jira_cloud", {"jira", "requests"}),
        ("slack_web", {"slack_sdk"}),
        ("carrot_quest", {"requests"}),
        ("intercom", {"requests"}),
        ("zendesk", {"requests"}),
        ("chatwoot", {"requests"}),
        ("webhook_desk", {"requests"}),
        ("ses_mail", {"boto3"}),
        ("sqs_queue", {"boto3"}),
        ("s3_files", {"boto3"}),
        ("secret_store", {"boto3"}),
    ],
)
def test_an_adapter_brings_its_own_vendor_only(adapter: str, needs: set[str]) -> None:
    assert loaded(f"import chalicelib.adapters.{adapter}") == needs

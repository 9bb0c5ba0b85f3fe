"""Import cost is cold-start time: templates and dates are loaded only where mail and pages are made."""

import subprocess
import sys

import pytest

LOADED = "import sys; import chalicelib.rendering.{name}; print(*{{'jinja2', 'babel'}} & set(sys.modules))"


@pytest.mark.parametrize(("name", "loads"), [("jira", set()), ("slack", set()), ("mail", {"jinja2"})])
def test_what_a_renderer_loads(name: str, loads: set[str]) -> None:
    run = subprocess.run([sys.executable, "-c", LOADED.format(name=name)], capture_output=True, text=True, check=True)
    assert set(run.stdout.split()) == loads

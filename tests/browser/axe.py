"""axe-core in a page: what it finds wrong for people who read with a screen reader, a keyboard or weak eyes."""

import json

from playwright.sync_api import Page

from infra.package import ROOT

_AXE = (ROOT / "widget/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page: Page, part: str = "document") -> list[str]:
    """Each rule that is broken, and where."""
    page.evaluate(f"() => {{ {_AXE} }}")
    found = page.evaluate(
        f"async (tags) => (await axe.run({part}, {{ runOnly: tags, resultTypes: ['violations'] }})).violations", _TAGS
    )
    return [json.dumps([one["id"], [node["html"][:200] for node in one["nodes"]]]) for one in found]

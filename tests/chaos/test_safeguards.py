"""Each safeguard can still be cut out of the source, and what is left of it is still Python."""

import ast
from pathlib import Path

import pytest

from chaos.safeguards import SAFEGUARDS, Cut, CutMissed, cut_out
from infra.package import ROOT

CUTS = [pytest.param(cut, id=f"{name}-{cut.file}") for name, guard in SAFEGUARDS.items() for cut in guard.cuts]


@pytest.mark.parametrize("cut", CUTS)
def test_it_applies(cut: Cut) -> None:
    before = (ROOT / cut.file).read_text(encoding="utf-8")
    after = cut_out(cut, before)
    assert after != before
    ast.parse(after)


@pytest.mark.parametrize("text", ["gone", "twice twice"])
def test_a_text_that_is_not_there_once_is_told(text: str) -> None:
    with pytest.raises(CutMissed, match=r"code\.py has \d times, not once: twice"):
        cut_out(Cut("code.py", "twice", "never"), text)


def test_nothing_in_the_product_knows_of_it() -> None:
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "chalicelib").rglob("*.py")]
    assert not [text for text in code if "chaos" in text or "WITHOUT" in text]


def test_the_cuts_are_of_the_product(tmp_path: Path) -> None:
    assert {Path(cut.file).parts[0] for guard in SAFEGUARDS.values() for cut in guard.cuts} == {"chalicelib"}

"""Compiling the translations (`.po`, which people edit) into what gettext reads (`.mo`, which is not committed)."""

from datetime import UTC, datetime
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
_NO_TIME = datetime(1980, 1, 1, tzinfo=UTC)  # else the time of compiling is in the file, and in the zip's hash
CATALOGUES = "chalicelib/rendering/locales/*/LC_MESSAGES/*.po"


def compile_catalogues(root: Path = ROOT) -> list[Path]:
    """Compile the catalogues that are newer than what they compile to; returns those that were."""
    return [source for source in sorted(root.glob(CATALOGUES)) if _compile(source)]


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as po:
        catalogue = read_po(po, locale=source.parent.parent.name, abort_invalid=True)
    catalogue.creation_date = _NO_TIME
    with target.open("wb") as mo:
        write_mo(mo, catalogue)
    return True


if __name__ == "__main__":
    for compiled in compile_catalogues():
        print(f"compiled {compiled.relative_to(ROOT)}")

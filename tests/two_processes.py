"""How the tests are spread over two processes: those that share a stack stay together, and what takes longest starts
first, so that both end at about the same time.

xdist's own groups (`xdist_group`) are lost with pytest 9.2, which keeps a test's id where xdist 3.8 does not look.
"""

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Folders with a stack or a browser of their own, the longest first.
_TOGETHER = ("stack", "browser", "drill", "chaos", "infra")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    items.sort(key=lambda item: _turn(item.nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    """Whole folders where one stack serves them all, single files elsewhere."""
    config.option.loadscopereorder = False
    return _Together(config, log)


class _Together(LoadScopeScheduling):  # type: ignore[misc]
    def _split_scope(self, nodeid: str) -> str:
        folder, file = _folder(nodeid), nodeid.partition("::")[0]
        return folder if folder in _TOGETHER else file


def _folder(nodeid: str) -> str:
    return nodeid.split("/")[1]


def _turn(nodeid: str) -> int:
    folder = _folder(nodeid)
    return _TOGETHER.index(folder) if folder in _TOGETHER else len(_TOGETHER)

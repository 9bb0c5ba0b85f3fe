"""The secrets of support desks: what their vendors sign with, and what a team signs with for a desk."""

from chalicelib import wiring
from chalicelib.config import setting
from chalicelib.observe import log


def secrets_of(desk: str, *uses: str) -> tuple[str, ...]:
    """The desk's secrets for these uses; while one is exchanged, the one before it holds too. Without any, nobody gets
    in."""
    fields = wiring.secrets().get(setting("WILCO_SECRET_DESKS"))
    names = [f"desk_{desk}_{use}{before}" for use in uses for before in ("", "_before")]
    found = tuple(fields[name] for name in names if fields.get(name))
    if not found:
        log("desk_without_secret", "ERROR", desk=desk)
    return found

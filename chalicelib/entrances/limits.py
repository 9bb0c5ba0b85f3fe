"""Whether a report has its turn at once: by who the person is, and for those of whom we don't know it by their network.

What is counted under is a hash that is another one each day: no address is kept or logged.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from typing import Any

from chalicelib.config import seconds
from chalicelib.decisions.limits import AtHome, Run, rested, turn
from chalicelib.settings.reporting import reporting
from chalicelib.store import senders

_HOUR = seconds("WILCO_LIMITS_HOUR_SECONDS", 3600)
_at_home = AtHome(_HOUR)


def turn_of_person(product: str, person_id: str, now: datetime) -> datetime | None:
    """When the turn of this person's report comes; None when that is now. For people whom the host vouches for."""
    return _turn(f"person\n{product}\n{person_id}", reporting().limits.reports_by_a_person.an_hour, now)


def turn_of_network(context: Mapping[str, Any], headers: Mapping[str, str], now: datetime) -> datetime | None:
    """The same for a report of which we know only where it comes from; `context` is API Gateway's of the request."""
    address = _address(context["identity"]["sourceIp"], headers.get("x-forwarded-for", ""))
    return _turn(f"network\n{network(address)}", reporting().limits.reports_from_a_network.an_hour, now)


def network(address: str) -> str:
    """Whom an address stands for: in IPv4 itself, in IPv6 its /64, of which each household and device has one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped) if parsed.ipv4_mapped else str(IPv6Address(int(parsed) >> 64 << 64))


def _address(peer: str, forwarded: str) -> str:
    """The browser's, as the outermost of our own proxies saw it; what stands before it, the sender has written."""
    proxies = reporting().limits.proxies
    hops = [hop.strip() for hop in forwarded.split(",")]
    return hops[-1 - proxies] if proxies and len(hops) > proxies else peer


def _turn(sender: str, an_hour: int, now: datetime) -> datetime | None:
    hashed = hashlib.sha256(f"{now:%Y-%m-%d}\n{sender}".encode()).hexdigest()[:32]
    told = _at_home.count(hashed, an_hour, now)
    if not told:
        return None
    run = Run(*senders.tell(hashed, told, now))
    if rested(run, told, an_hour, _HOUR, now):
        run = Run(*senders.begin_again(hashed, run.since, told, now))
    comes = turn(run, an_hour, _HOUR)
    return comes if comes > now else None

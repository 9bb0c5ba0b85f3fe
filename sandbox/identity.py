"""The host shop's server, as far as Wilco is concerned: it knows who is logged in and signs that."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import jwt

LIVES = 120


@dataclass(frozen=True)
class Customer:
    """Somebody who may be logged in at the shop."""

    handle: str
    name: str
    email: str
    locale: str


CUSTOMERS = {
    customer.handle: customer
    for customer in (
        Customer("ann", "Ann", "ann@example.com", "en"),
        Customer("boris", "Борис", "boris@example.com", "ru"),
        Customer("carol", "Carol", "carol@example.com", "en"),
    )
}


def sign(customer: Customer, secret: str) -> str:
    """Return a JWT (HS256, two minutes) that says who the customer is; good for one report."""
    now = int(time.time())
    claims = {
        "iss": "shop",
        "aud": "wilco",
        "sub": f"customer-{customer.handle}",
        "email": customer.email,
        "name": customer.name,
        "locale": customer.locale,
        "iat": now,
        "exp": now + LIVES,
        "jti": secrets.token_urlsafe(12),
    }
    return jwt.encode(claims, secret, algorithm="HS256")

"""EdDSA over Ed25519 (RFC 8037) for PyJWT, by libsodium.

PyJWT has it only with `cryptography`, which every report would then load (docs/decisions/0007). Loading this
module registers it, so it is loaded when the first product that signs so is met.
"""

from contextlib import suppress
from typing import Any

import jwt
from jwt.algorithms import Algorithm
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

ALGORITHM = "EdDSA"
_SIGNATURE = 64  # bytes


class Ed25519(Algorithm):
    """Checks signatures and can't make any: what Wilco holds is the public key."""

    def prepare_key(self, key: bytes) -> VerifyKey:
        """A key of 32 bytes (chalicelib/model/public_key.py)."""
        return VerifyKey(key)

    def sign(self, msg: bytes, key: Any) -> bytes:
        """Never."""
        raise NotImplementedError

    def verify(self, msg: bytes, key: VerifyKey, sig: bytes) -> bool:
        """Whether the signature holds. libsodium also refuses keys of small order and a second spelling of one."""
        try:
            return len(sig) == _SIGNATURE and key.verify(msg, sig) == msg
        except BadSignatureError:
            return False

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:
        """Never."""
        raise NotImplementedError

    @staticmethod
    def from_jwk(jwk: Any) -> Any:
        """Never: a key comes from the team's file, not from a token."""
        raise NotImplementedError


with suppress(KeyError):  # where `cryptography` is installed for something else
    jwt.unregister_algorithm(ALGORITHM)
jwt.register_algorithm(ALGORITHM, Ed25519())

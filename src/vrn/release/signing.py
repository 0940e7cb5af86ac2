"""The partnership's release key: signs what is released, so that a change can be seen.

The private key stays with the releasing process (a file only its owner can read); a reader holds
the public key alone and can check but not sign.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class BrokenSignatureError(ValueError):
    """Something released was changed after its release, or was never released here."""


def make_key(private: Path, public: Path) -> None:
    """Writes a new key pair: the private half 0600, the public half as hex text.

    FileExistsError where either half is there: without it, what was released cannot be checked.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if public.exists():
        raise FileExistsError(f"{public} is there already: a release key is never replaced")
    key = Ed25519PrivateKey.generate()
    private.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(key.private_bytes_raw())
    public.write_text(key.public_key().public_bytes_raw().hex() + "\n", encoding="ascii")


def read_private_key(private: Path) -> Ed25519PrivateKey:
    """The releasing process's key; FileNotFoundError with what to do where there is none."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not private.is_file():
        raise FileNotFoundError(
            f"no release key at {private}: a partnership folder gets one from `vrn init`"
        )
    return Ed25519PrivateKey.from_private_bytes(private.read_bytes())


def sign(key: Ed25519PrivateKey, content: bytes) -> str:
    """The signature of the content, as hex."""
    return key.sign(content).hex()


def check_signature(public: str, content: bytes, signature: str) -> None:
    """Raises BrokenSignatureError unless the content was signed by the key's owner."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            bytes.fromhex(signature), content
        )
    except (InvalidSignature, ValueError) as error:
        raise BrokenSignatureError(
            "the signature does not hold: this was changed after its release, "
            "or released under another key"
        ) from error

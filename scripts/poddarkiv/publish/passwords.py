"""Passwords from where people keep them: the environment, or the system's keyring."""

import contextlib
import os

from poddarkiv.model import Address

VARIABLE = "PODDARKIV_PASSWORD"
"""A named target's own is this with `_NAME` after it."""


def find_password(name: str, address: Address) -> str | None:
    """Return the password for `address`, or None where there is none to be found.

    Args:
        name: The target's name; its hyphens are underscores in the environment.
        address: Where it is used: the keyring holds it under the host and the user.
    """
    for variable in (f"{VARIABLE}_{name.upper().replace('-', '_')}", VARIABLE):
        if os.environ.get(variable):
            return os.environ[variable]
    if not address.user:
        return None
    # A machine without a keyring says so in many ways.
    with contextlib.suppress(Exception):
        import keyring

        return keyring.get_password(address.host, address.user)
    return None

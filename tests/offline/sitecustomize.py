"""Python runs this first in every process of the tests: no computer elsewhere is asked.

Feeds, shows and pages in tests name hosts as real ones do, and some of those exist. What is asked
for here is this machine; every other name is answered at once as the name of no computer.
"""

import ipaddress
import socket
from typing import Any

WHY = "tests look up no names"
_real = socket.getaddrinfo


def _is_here(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not name or not isinstance(name, str):
        return True
    if name.casefold() in {"localhost", socket.gethostname().casefold()}:
        return True
    try:
        written = _real(name, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return False
    # What is nobody's on the open internet is for the code under test to judge.
    addresses = (str(each[4][0]).partition("%")[0] for each in written)
    return not any(ipaddress.ip_address(address).is_global for address in addresses)


def _look_up(host: object, *arguments: Any, **options: Any) -> Any:
    if not _is_here(host):
        raise socket.gaierror(socket.EAI_NONAME, WHY)
    return _real(host, *arguments, **options)  # type: ignore[arg-type]


socket.getaddrinfo = _look_up

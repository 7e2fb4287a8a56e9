"""Whether a port can still be listened on."""

from __future__ import annotations

import socket


def is_free(host: str, port: int) -> bool:
    """True when nobody listens on that address yet."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except OSError:
            return False
    return True

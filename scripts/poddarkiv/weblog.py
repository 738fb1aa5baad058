"""Show the local web server's warnings in the language in use."""

import logging
import sys

from poddarkiv.i18n import _, quoted


class _WarningHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(translate_message(record.getMessage()) + "\n")


def show_warnings() -> None:
    """Let what uvicorn logs come to the error stream in the language in use, from now on.

    Give uvicorn `log_config=None`: its own would take its place.
    """
    log = logging.getLogger("uvicorn")
    log.setLevel(logging.WARNING)
    if not any(isinstance(handler, _WarningHandler) for handler in log.handlers):
        log.addHandler(_WarningHandler(logging.WARNING))


def translate_message(message: str) -> str:
    """Return uvicorn's `message` in the language in use."""
    if message.startswith("Invalid HTTP request"):
        return _("Something that is no HTTP was sent to this server.")
    if message.startswith("Unsupported upgrade request") or "WebSocket library" in message:
        return _("A program asked for a WebSocket, which this server has not.")
    if "graceful shutdown exceeded" in message:
        return _("Requests that were not answered in time were ended.")
    return _("The web server warns ({words})", words=quoted("uvicorn", message))

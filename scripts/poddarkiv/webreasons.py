"""Say why another computer gave no answer, or not the one that was asked for.

Apart from `reasons`, since TLS and HTTP take longer to import than all that reads an archive.
"""

import http.client
import socket
import ssl
from collections.abc import Mapping
from http import HTTPStatus

from poddarkiv.errors import system_reason
from poddarkiv.i18n import _, quoted
from poddarkiv.reasons import InvalidContentError


def network_reason(error: object) -> str:
    """Return why another computer gave no answer."""
    match error:
        case InvalidContentError():
            return str(error)
        case ssl.SSLCertVerificationError():
            return _certificate(error)
        case ssl.SSLError():
            return _("no safe connection ({words})", words=_openssl(error))
        case http.client.HTTPException():
            return _no_http(error)
        case UnicodeError():
            return _("the address can't be asked")
        case OSError():
            return _unreached(error)
    return quoted("Python", error)


def _no_http(error: http.client.HTTPException) -> str:
    match error:
        case http.client.RemoteDisconnected():
            return _("it closed the connection without an answer")
        case http.client.IncompleteRead():
            return _("the connection was broken")
        case http.client.InvalidURL():
            return _("the address can't be asked")
    return _("what it answers is no HTTP")


def _unreached(error: OSError) -> str:
    match error:
        case socket.gaierror(errno=socket.EAI_AGAIN):
            return _("no name server answers: is this machine on the internet?")
        case socket.gaierror():
            return _("there is no computer of that name")
        case TimeoutError():
            return _("no answer came in time")
    return system_reason(error)


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    # Numbers of OpenSSL's X509_verify_cert_error_string(3).
    reasons = {
        9: _("its certificate is not valid yet"),
        10: _("its certificate has expired"),
        18: _("it has signed its certificate itself"),
        19: _("nobody known has signed its certificate"),
        20: _("nobody known has signed its certificate"),
        21: _("nobody known has signed its certificate"),
        23: _("its certificate has been taken back"),
        62: _("its certificate is for another name"),
        64: _("its certificate is for another name"),
    }
    reason = reasons.get(error.verify_code)
    return reason or _("its certificate is not accepted ({words})", words=_openssl(error))


def _openssl(error: ssl.SSLError) -> str:
    # One that Python raises itself lacks what OpenSSL would say.
    words = getattr(error, "verify_message", None) or getattr(error, "reason", None)
    return quoted("OpenSSL", words or error)


def status_reason(status: int) -> str:
    """Return what an HTTP status means, in a few words."""
    groups = {
        3: _("it is elsewhere"),
        4: _("it did not accept the request"),
        5: _("something is wrong there"),
    }
    return _statuses().get(status) or groups.get(status // 100) or _("an answer of no known kind")


def _statuses() -> Mapping[int, str]:
    return {
        HTTPStatus.BAD_REQUEST: _("the request can't be understood"),
        HTTPStatus.UNAUTHORIZED: _("it wants a name and password"),
        HTTPStatus.PAYMENT_REQUIRED: _("it wants to be paid"),
        HTTPStatus.FORBIDDEN: _("nobody may see it"),
        HTTPStatus.NOT_FOUND: _("there is nothing at the address"),
        HTTPStatus.METHOD_NOT_ALLOWED: _("that can't be done with the address"),
        HTTPStatus.NOT_ACCEPTABLE: _("it has no answer of the kind that was asked for"),
        HTTPStatus.REQUEST_TIMEOUT: _("the request took too long"),
        HTTPStatus.GONE: _("it has been taken away for good"),
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("the request is too large"),
        HTTPStatus.REQUEST_URI_TOO_LONG: _("the address is too long"),
        HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE: _("it has no such part of the file"),
        HTTPStatus.TOO_MANY_REQUESTS: _("it has been asked too often: try later"),
        HTTPStatus.UNAVAILABLE_FOR_LEGAL_REASONS: _("the law stands in the way"),
        HTTPStatus.INTERNAL_SERVER_ERROR: _("something went wrong there"),
        HTTPStatus.BAD_GATEWAY: _("a computer behind it does not answer"),
        HTTPStatus.SERVICE_UNAVAILABLE: _("it is closed for now: try later"),
        HTTPStatus.GATEWAY_TIMEOUT: _("a computer behind it does not answer"),
    }

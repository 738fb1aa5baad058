"""Tell what a target's library reports: what a person can do, and whether to try again."""

import errno
import re
import socket
import ssl
from collections.abc import Iterator

from poddarkiv.errors import PublishError, system_reason
from poddarkiv.i18n import _, marked

LOGIN = marked("the host does not let us in: look at the name, the key or the password")
RIGHTS = marked("this account may not write there")
SPACE = marked("there is no space left")
HOST_KEY = marked(
    "the host shows another key than the one in known_hosts, or none is known: log in once with "
    "ssh, and compare the key with what the host has told you"
)
CERTIFICATE = marked("the host's certificate is not valid for it")
NO_NAME = marked("there is no host of that name")
NO_BUCKET = marked("there is no such bucket, or it is in another region")
PATH = marked("a file is where a folder was expected, or the folder above is not there")
REDIRECT = marked("the host leads on to another address: write that one")
NO_KEYS = marked("no keys were found: set AWS_PROFILE, or the AWS_… variables")
REFUSED = marked("the host refused (“Failure”); often there is no space left")

_BY_NAME = {
    "HostKeyNotVerifiable": HOST_KEY,
    "PermissionDenied": LOGIN,
    "SFTPPermissionDenied": RIGHTS,
    "SFTPNoSpaceOnFilesystem": SPACE,
    "SFTPQuotaExceeded": SPACE,
    "SFTPNoSuchFile": PATH,
    "SFTPNoSuchPath": PATH,
    "SFTPNotADirectory": PATH,
    "SFTPFailure": REFUSED,
    "InsufficientStorage": SPACE,
    "NoCredentialsError": NO_KEYS,
    "PartialCredentialsError": NO_KEYS,
    "ProfileNotFound": NO_KEYS,
    "NoSuchBucket": NO_BUCKET,
    "ResourceConflict": PATH,
    "IsAResourceError": PATH,
    "IsACollectionError": PATH,
    "ForbiddenOperation": RIGHTS,
}
_BY_CODE = {
    **dict.fromkeys(("NoSuchBucket", "PermanentRedirect", "InvalidBucketName"), NO_BUCKET),
    **dict.fromkeys(("AccessDenied", "AllAccessDisabled", "403"), RIGHTS),
    **dict.fromkeys(
        ("InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"), LOGIN
    ),
    **dict.fromkeys(("401", "530"), LOGIN),
    **dict.fromkeys(("404", "405", "409", "550", "553"), PATH),
    **dict.fromkeys(("301", "302", "303", "307", "308"), REDIRECT),
    **dict.fromkeys(("452", "552", "507", "413", "QuotaExceeded", "InsufficientStorage"), SPACE),
}
"""Of S3, HTTP and FTP: no number means two of these things."""
_BY_NUMBER = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), SPACE),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), RIGHTS),
    **dict.fromkeys((errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ENOENT), PATH),
}
_LOST = (
    *("ConnectionLost", "DisconnectError", "SFTPConnectionLost", "SFTPNoConnection"),
    *("ChannelOpenError", "TransportError", "HTTPClientError", "ConnectionClosedError"),
    *("EndpointConnectionError", "ResponseParserError", "FSTimeoutError", "IncompleteRead"),
    *("BadGatewayError", "ResourceLocked"),
)
"""Names of errors of lost connections: asyncssh, httpx, botocore, fsspec, webdav4."""


class LostError(PublishError):
    """The connection broke, or the host is busy: it may go better in a moment."""


def describe_error(error: Exception, shown: str) -> PublishError:
    """Return what to tell of `error`, which a store raised while it worked on `shown`."""
    if isinstance(error, PublishError):
        return error
    chain = list(_chain(error))
    known = next(filter(None, map(_known, chain)), None)
    if known is not None:
        return PublishError(f"{shown}: {_(known)}")
    library = type(error).__module__.partition(".")[0]
    reason = system_reason(error, "" if library == "builtins" else library)
    if any(map(_is_lost, chain)):
        return LostError(
            _("{target}: the connection was lost ({reason})", target=shown, reason=reason)
        )
    return PublishError(_("{target}: {reason}", target=shown, reason=reason))


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _names(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _known(error: BaseException) -> str | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        return CERTIFICATE
    if isinstance(error, socket.gaierror):
        return NO_NAME
    names = _names(error)
    for name, text in _BY_NAME.items():
        if name in names:
            return text
    code = _code(error)
    if code == "550" and re.search("(?i)permi|privileg|denied", str(error)):
        return RIGHTS  # FTP has one number for both
    if code in _BY_CODE:
        return _BY_CODE[code]
    number = getattr(error, "errno", None)
    return _BY_NUMBER.get(number) if isinstance(number, int) else None


def _code(error: BaseException) -> str:
    """Return the number or word by which S3, HTTP or FTP tells what is wrong."""
    response = getattr(error, "response", None)
    if isinstance(response, dict):
        return str(response.get("Error", {}).get("Code", ""))
    status = getattr(error, "status_code", None)
    if status is not None:
        return str(int(status))
    if type(error).__module__ == "ftplib" and (match := re.match(r"\d{3}", str(error))):
        return match[0]
    return ""


def _is_lost(error: BaseException) -> bool:
    if isinstance(error, ConnectionError | TimeoutError | EOFError | ssl.SSLError):
        return True
    code = _code(error)
    busy = code in {"429", "SlowDown", "RequestTimeout", "InternalError", "ServiceUnavailable"}
    if busy or (re.fullmatch(r"4[0-5]\d|5\d\d", code) and _is_temporary(error, code)):
        return True
    number = getattr(error, "errno", None)
    unreachable = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EPIPE)
    return number in unreachable or bool(_names(error) & set(_LOST))


def _is_temporary(error: BaseException, code: str) -> bool:
    # FTP's 4xx are for the moment, and so are HTTP's 5xx.
    return code.startswith("4") == (type(error).__module__ == "ftplib")

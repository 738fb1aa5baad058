"""What apps need of a picture. Pure: no host is asked."""

import io
from collections.abc import Iterator

from poddarkiv.checks.pictures import LARGEST, SMALLEST
from poddarkiv.i18n import _
from poddarkiv.publish.findings import Finding
from poddarkiv.publish.http_client import Response
from poddarkiv.publish.response_rules import check_reachable


def check_picture(url: str, response: Response, length: int | None = None) -> Iterator[Finding]:
    """Check a picture by its headers.

    Args:
        url: As the feed has it.
        response: To HEAD or GET.
        length: Bytes of the archive's own file; None where it is not here.
    """
    faults = list(check_reachable("pictures", url, response))
    yield from faults
    if any(each.rule in {"answer", "redirect"} for each in faults):
        return
    if response.mime_type not in {"image/jpeg", "image/png"}:
        yield Finding(
            "pictures",
            url,
            _("is {kind}; apps take JPEG and PNG", kind=response.mime_type or "–"),
            _("let the host say what it is, or save it as JPEG or PNG"),
            rule="picture-type",
        )
    if length is not None and response.length is not None and response.length != length:
        yield Finding(
            "pictures",
            url,
            _("has {m} bytes on the host, {n} in media/", m=response.length, n=length),
            _("upload it again"),
            rule="picture-length",
        )


def check_cover(url: str, response: Response) -> Iterator[Finding]:
    """Check the show's cover by its content."""
    from PIL import Image, UnidentifiedImageError

    faults = list(check_picture(url, response))
    yield from faults
    if any(each.rule != "https" for each in faults) or response.truncated:
        return
    try:
        with Image.open(io.BytesIO(response.body)) as image:
            kind, (width, height) = Image.MIME.get(image.format or "", ""), image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        message, advice = _("is no picture by its content"), _("upload it again")
        yield Finding("pictures", url, message, advice, rule="picture-content")
        return
    if kind != response.mime_type:
        yield Finding(
            "pictures",
            url,
            _("is {kind} by its content, {other} by the host", kind=kind, other=response.mime_type),
            _("let the host say Content-Type: {kind}", kind=kind),
            rule="picture-type",
        )
    if width != height or not SMALLEST <= width <= LARGEST:
        yield Finding(
            "pictures",
            url,
            _("is {w} × {h} pixels; Apple wants a square of 1400 to 3000", w=width, h=height),
            _("make a larger or smaller square of it"),
            rule="picture-size",
        )

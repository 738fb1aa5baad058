"""What apps need of a picture. Pure: no host is asked."""

import io
from collections.abc import Iterator

from poddarkiv.checks.pictures import LARGEST, SMALLEST
from poddarkiv.i18n import _
from poddarkiv.publish.findings import Finding
from poddarkiv.publish.http_client import Response
from poddarkiv.publish.response_rules import check_reachable


def check_picture(url: str, answer: Response, length: int | None = None) -> Iterator[Finding]:
    """Judge a picture by its headers.

    Args:
        url: As the feed has it.
        answer: To HEAD or GET.
        length: Bytes of the archive's own file; None where it is not here.
    """
    faults = list(check_reachable("pictures", url, answer))
    yield from faults
    if any(each.rule in {"answer", "redirect"} for each in faults):
        return
    if answer.mime_type not in {"image/jpeg", "image/png"}:
        yield Finding(
            "pictures",
            url,
            _("is {kind}; apps take JPEG and PNG", kind=answer.mime_type or "–"),
            _("let the host say what it is, or save it as JPEG or PNG"),
            rule="picture-type",
        )
    if length is not None and answer.length is not None and answer.length != length:
        yield Finding(
            "pictures",
            url,
            _("has {m} bytes on the host, {n} in media/", m=answer.length, n=length),
            _("upload it again"),
            rule="picture-length",
        )


def check_cover(url: str, answer: Response) -> Iterator[Finding]:
    """Judge the show's cover by its content."""
    from PIL import Image, UnidentifiedImageError

    faults = list(check_picture(url, answer))
    yield from faults
    if any(each.rule != "https" for each in faults) or answer.truncated:
        return
    try:
        with Image.open(io.BytesIO(answer.body)) as image:
            kind, (width, height) = Image.MIME.get(image.format or "", ""), image.size
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        message, advice = _("is no picture by its content"), _("upload it again")
        yield Finding("pictures", url, message, advice, rule="picture-content")
        return
    if kind != answer.mime_type:
        yield Finding(
            "pictures",
            url,
            _("is {kind} by its content, {other} by the host", kind=kind, other=answer.mime_type),
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

"""What a host should say of each file: its type, how long it may be kept, and who may read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from poddarkiv.formats.published import MIME_TYPES
from poddarkiv.formats.sniff import RECORDING_ENDINGS, SERVED_AS

_SEARCH = (".pagefind", ".pf_filter", ".pf_fragment", ".pf_index", ".pf_meta")
_BYTES = "application/octet-stream"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        **SERVED_AS,
        **dict.fromkeys(_SEARCH, _BYTES),
        ".css": "text/css; charset=utf-8",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".map": "application/json",
        ".mjs": "text/javascript; charset=utf-8",
        ".png": "image/png",
        ".srt": "application/x-subrip; charset=utf-8",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".vtt": "text/vtt; charset=utf-8",
        ".wasm": "application/wasm",
        ".webp": "image/webp",
        ".woff2": "font/woff2",
        ".xml": "application/xml; charset=utf-8",
    }
)
"""By file suffix. The machine's own table is not asked: Windows may call JavaScript plain text."""
FEEDS = ("feed.xml", "nytt.xml")
NAMED: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(FEEDS, "application/rss+xml; charset=utf-8")
    | {"chapters.json": MIME_TYPES["chapters.json"]}
)
"""By name, where the suffix does not say enough."""
COMPRESSED = (".css", ".html", ".js", ".json", ".mjs", ".srt", ".svg", ".txt", ".vtt", ".xml")
"""Text, which a host should send compressed. Recordings never: that would end byte ranges."""
NOSNIFF: Mapping[str, str] = MappingProxyType({"X-Content-Type-Options": "nosniff"})
"""Of every file."""


@dataclass(frozen=True)
class Kind:
    """Files that are kept equally long."""

    about: str
    endings: tuple[str, ...]
    cache: str
    """The value of `Cache-Control`."""
    open: bool = False
    """Whether other sites' pages may read them (CORS), as players on the web must."""

    def headers(self) -> dict[str, str]:
        """Return what is said of each of them, besides its type."""
        shared = {"Access-Control-Allow-Origin": "*"} if self.open else {}
        return {"Cache-Control": self.cache, **shared}


_ASK_AGAIN = "public, max-age=0, must-revalidate"
KINDS = (
    # A page and the scripts that it was drawn with go together; asking costs an answer of 304.
    Kind("pages and code", (".html", ".css", ".js", ".mjs", ".map"), _ASK_AGAIN),
    # Who takes a consent back must not stay for long in anybody's copy.
    Kind(
        "feeds, transcripts, chapters and other data",
        (".json", ".srt", ".txt", ".vtt", ".xml", ".gz"),
        "public, max-age=300",
        open=True,
    ),
    # Their names change with their content.
    Kind("the search", (*_SEARCH, ".wasm"), "public, max-age=3600"),
    Kind(
        "recordings, pictures and letters",
        (*RECORDING_ENDINGS, ".ico", ".jpeg", ".jpg", ".png", ".svg", ".webp", ".woff2"),
        "public, max-age=86400",
    ),
)
"""Each ending is in one of them."""
_KIND_OF = {ending: kind for kind in KINDS for ending in kind.endings}


def headers_for(path: str) -> dict[str, str]:
    """Return the HTTP headers for the file at `path`, from the site's root.

    >>> headers_for("avsnitt/032/transcript.vtt")["Content-Type"]
    'text/vtt; charset=utf-8'
    >>> headers_for("avsnitt/032/")["Content-Type"]
    'text/html; charset=utf-8'
    """
    name = path.rpartition("/")[2]
    ending = "." + name.rpartition(".")[2].lower() if "." in name else "" if name else ".html"
    kind = _KIND_OF.get(ending)
    return {
        "Content-Type": NAMED.get(name) or TYPES.get(ending) or _BYTES,
        **(kind.headers() if kind else {"Cache-Control": _ASK_AGAIN}),
        **NOSNIFF,
    }

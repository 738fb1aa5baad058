"""The same headers as files that hosts read: for those to whom no headers can be sent along."""

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from urllib.parse import quote, urlsplit

from poddarkiv.archive import Archive
from poddarkiv.publish.headers import COMPRESSED, FEEDS, KINDS, NAMED, NOSNIFF, TYPES, Kind

_GZIPPED = r"""'^(W/)?"(.*)-gzip"$' '$1"$2-gzip", $1"$2"'"""
_ABOUT = "# Written by poddarkiv: types, how long files may be kept, and who may read them."


def render_host_file(host: str, archive: Archive) -> str:
    """Return what the host of that name reads, for this archive.

    A feed that has moved answers by a permanent redirect, which every app follows, where the host
    can; Netlify and Cloudflare Pages read redirects from another file, each in its own way.
    """
    show = archive.show
    moved = show.new_feed_url not in (None, archive.feed_url)
    own = archive.feed_url == f"{archive.site_url}{FEEDS[0]}"
    moved_to = quote(show.new_feed_url or "", safe="%/:=&?~#+!,;'@()*[]") if moved and own else ""
    return SNIPPETS[host](urlsplit(archive.site_url).path, moved_to)


def render_netlify(base: str, _moved_to: str = "") -> str:
    """Return `_headers`, which Netlify and Cloudflare Pages read.

    Where several rules match a path, Cloudflare joins the values of one header by commas: so no
    header is set by two rules. Pages have no ending there, and both say of them what we would.
    Source: developers.cloudflare.com/pages/configuration/headers and
    docs.netlify.com/manage/routing/headers, read on 2026-11-29.

    Args:
        base: The path of the site's address, as in `/` or `/archive/`.
    """
    rules = [("/*", dict(NOSNIFF))]
    for kind in KINDS:
        # What ends alike is matched too, by Netlify's reading of a dot: one rule is for both.
        for ending in (e for e in kind.endings if e != ".mjs"):
            mime_type = {"Content-Type": TYPES[ending]} if _is_told(ending) else {}
            rules.append((f"/*{ending}", {**mime_type, **kind.headers()}))
    rules += [(f"{base}{name}", {"Content-Type": NAMED[name]}) for name in FEEDS]
    rules.append(("/*/chapters.json", {"Content-Type": NAMED["chapters.json"]}))
    return "\n".join([_ABOUT, *(line for rule in rules for line in _rule(*rule))]) + "\n"


def _is_told(ending: str) -> bool:
    """Whether every file with that ending has one type: of JSON and XML some have their own."""
    return not any(name.endswith(ending) for name in NAMED)


def _rule(path: str, headers: Mapping[str, str]) -> Iterator[str]:
    yield path
    yield from (f"  {name}: {value}" for name, value in headers.items())


def render_apache(base: str, moved_to: str = "") -> str:
    """Return `.htaccess` for Apache. It needs no more than `AllowOverride FileInfo`.

    Args:
        base: As above.
        moved_to: Where the feed is now; empty where it is here.
    """
    lines = [_ABOUT, f"ErrorDocument 404 {base}404.html"]
    if moved_to:
        lines.append(f'Redirect 301 {base}{FEEDS[0]} "{moved_to}"')
    lines += [f'AddType "{mime_type}" {ending}' for ending, mime_type in TYPES.items()]
    for name, mime_type in NAMED.items():
        lines += [f'<Files "{name}">', f'  ForceType "{mime_type}"', "</Files>"]
    lines.append("<IfModule mod_headers.c>")
    lines += [f'  Header set {name} "{value}"' for name, value in NOSNIFF.items()]
    for kind in KINDS:
        lines.append(f'  <FilesMatch "{_pattern(kind)}">')
        lines += [f'    Header set {name} "{value}"' for name, value in kind.headers().items()]
        lines.append("  </FilesMatch>")
    # mod_deflate adds -gzip to the ETag and does not know it again (bug 45023 of Apache): nobody
    # who has the feed already would be told so.
    lines.append(f"  RequestHeader edit If-None-Match {_GZIPPED}")
    lines.append("</IfModule>")
    lines += [
        "<IfModule mod_deflate.c>",
        "  <IfModule mod_filter.c>",
        f"    AddOutputFilterByType DEFLATE {' '.join(_compressed_types())}",
        "  </IfModule>",
        "</IfModule>",
    ]
    return "\n".join(lines) + "\n"


def render_nginx(base: str, moved_to: str = "") -> str:
    """Return lines for nginx, to `include` in the `server` block of the site.

    Args:
        base: As above.
        moved_to: Where the feed is now; empty where it is here.
    """
    # text/html is always among them, and is warned of when it is named again.
    compressed = [kind for kind in _compressed_types() if kind != "text/html"]
    lines = [
        _ABOUT,
        "# For the server block: include /etc/nginx/poddarkiv.conf;",
        f"error_page 404 {base}404.html;",
        "gzip on;",
        "gzip_vary on;",
        "gzip_proxied any;",
        f"gzip_types {' '.join(compressed)};",
        "charset utf-8;",
        "charset_types *;",
    ]
    named = dict(NAMED)
    if moved_to:
        del named[FEEDS[0]]
        lines.append(f'location = {base}{FEEDS[0]} {{ return 301 "{moved_to}"; }}')
    for name, mime_type in named.items():
        place = f"= {base}{name}" if name in FEEDS else f"~ /{name.replace('.', chr(92) + '.')}$"
        kind = next(each for each in KINDS if name.endswith(each.endings))
        types = f"  types {{ }}\n  default_type {_plain(mime_type)};"
        lines += _location(place, types, kind, charset="charset" in mime_type)
    for kind in KINDS:
        for charset in (True, False):
            endings = [e for e in kind.endings if ("charset" in TYPES[e]) is charset]
            if endings:
                place = rf"~* \.(?:{'|'.join(e[1:] for e in endings)})$"
                types = _types(endings)
                lines += _location(place, types, kind, charset=charset)
    return "\n".join(lines) + "\n"


def render_s3(_base: str, _moved_to: str = "") -> str:
    """Return the bucket's CORS settings, for `aws s3api put-bucket-cors`.

    All else that S3 can say of an object is sent along with it.
    """
    rule = {
        "AllowedOrigins": ["*"],
        "AllowedMethods": ["GET", "HEAD"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["Content-Length", "Content-Range", "ETag"],
    }
    return json.dumps({"CORSRules": [rule]}, indent=2) + "\n"


def _types(endings: list[str]) -> str:
    of_type: dict[str, list[str]] = {}
    for ending in endings:
        of_type.setdefault(_plain(TYPES[ending]), []).append(ending[1:])
    known = "".join(f" {name} {' '.join(found)};" for name, found in of_type.items())
    return f"  types {{{known} }}\n  default_type application/octet-stream;"


def _location(place: str, types: str, kind: Kind, *, charset: bool) -> Iterator[str]:
    yield f"location {place} {{"
    yield types
    if not charset:
        yield "  charset off;"
    # A location that adds one header inherits none.
    for name, value in {**kind.headers(), **NOSNIFF}.items():
        yield f'  add_header {name} "{value}";'
    yield "}"


def _pattern(kind: Kind) -> str:
    return rf"(?i)\.({'|'.join(ending[1:] for ending in kind.endings)})$"


def _plain(kind: str) -> str:
    """Return a type without its charset."""
    return kind.partition(";")[0]


def _compressed_types() -> tuple[str, ...]:
    named = [*(TYPES[ending] for ending in COMPRESSED), *NAMED.values()]
    return tuple(dict.fromkeys(map(_plain, named)))


HOST_FILES: Mapping[str, str] = MappingProxyType({"netlify": "_headers", "apache": ".htaccess"})
"""The file's name in the site, by what `host_files` in `show.yml` may say."""
SNIPPETS: Mapping[str, Callable[..., str]] = MappingProxyType(
    {"netlify": render_netlify, "apache": render_apache, "nginx": render_nginx, "s3": render_s3}
)
"""By the host's name: what writes its file. nginx and S3 read theirs outside the site."""

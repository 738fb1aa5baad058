"""Target: where a site is published, and how an address of one is written."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, WithJsonSchema

from poddarkiv.i18n import _
from poddarkiv.model.fields import Flag, Line, Noun, Slug, Text, Url

SCHEMES = ("sftp", "s3", "webdavs", "webdav", "ftps", "ftp", "file", "git")
_PATTERN = rf"^(?!(?:{'|'.join(SCHEMES)})://[^/]*:[^/]*@)\S"
"""Of the schema: no password."""


@dataclass(frozen=True)
class Address:
    """A target's address, taken apart."""

    scheme: str
    """One of `SCHEMES`; a folder's is `file`."""
    path: str
    """The folder, the prefix in the bucket, or the branch; no slash at its end."""
    host: str = ""
    """The bucket, in S3."""
    port: int | None = None
    user: str | None = None

    def __str__(self) -> str:
        """Write it for people: without the user's name."""
        if self.scheme == "git":
            return f"git:{self.path}"
        if self.scheme == "file":
            return self.path
        port = f":{self.port}" if self.port else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}{port}/{self.path.lstrip('/')}".rstrip("/")


def split_address(text: str) -> Address:
    """Take the address of a target apart.

    >>> str(split_address("sftp://ada@podd.example/www/"))
    'sftp://podd.example/www'
    >>> split_address("git:gh-pages").path
    'gh-pages'

    Raises:
        ValueError: It is none, or holds a password; the message doesn't show it.
    """
    scheme, colon, rest = text.partition(":")
    if not colon or len(scheme) == 1 or re.match(r"[./\\]", text):
        return Address("file", _without_end(text))
    if scheme == "git" and not rest.startswith("//"):
        return Address("git", _branch(rest))
    if scheme == "file":
        return Address("file", _without_end(unquote(re.sub("^//(?:localhost)?(?=/)", "", rest))))
    if scheme not in SCHEMES or not rest.startswith("//"):
        raise ValueError(
            _(
                "a target is a folder, sftp://, s3://, webdavs://, ftps:// or git:BRANCH, not "
                "“{value}”",
                value=_without_rest(text),
            )
        )
    return _of_host(scheme, rest[2:])


def _of_host(scheme: str, rest: str) -> Address:
    place, _slash, path = rest.partition("/")
    user, _at, host = place.rpartition("@")
    # What stands after a colon and is no port is a password with a slash in it.
    if ":" in user or (not user and re.search(r":(?!\d*$)[^\]]*$", host)):
        raise ValueError(
            _(
                "an address with a password in it would be read by everybody who sees this archive "
                "– take it away, change it, and keep the new one in the keyring or environment"
            )
        )
    name, port = _host_and_port(scheme, host)
    if not name or re.search(r"[\s?#\\]", rest):
        raise ValueError(
            _(
                "an address such as {example} was expected, not “{value}”",
                example=_example(scheme),
                value=f"{scheme}://{host}/{path}",
            )
        )
    return Address(scheme, _without_end(unquote(f"/{path}")), name, port, unquote(user) or None)


def _host_and_port(scheme: str, place: str) -> tuple[str, int | None]:
    """Return the host's name, empty where `place` can't be read, and its port."""
    if scheme == "s3":
        # S3's buckets are not names of hosts, whose letters don't matter.
        return place, None
    try:
        parts = urlsplit(f"//{place}")
        port = parts.port
    except ValueError:
        return "", None
    return parts.hostname or "", port


def _example(scheme: str) -> str:
    return "s3://bucket/prefix" if scheme == "s3" else f"{scheme}://name@host/folder"


def _branch(name: str) -> str:
    if re.fullmatch(r"[A-Za-z0-9_][\w./-]*", name) and ".." not in name:
        return name
    raise ValueError(_("git:BRANCH was expected, as in git:gh-pages, not “git:{name}”", name=name))


def _without_end(path: str) -> str:
    if not path.strip():
        raise ValueError(_("a text was expected, nothing was there"))
    return path.rstrip("/\\") or path[:1]


def _without_rest(text: str) -> str:
    # Nobody knows what stands before an @ of something that can't be read.
    return text if "@" not in text else text.partition(":")[0] + ":…"


def _check_address(value: str) -> str:
    split_address(value.strip())
    return value.strip()


TargetAddress = Annotated[
    Text,
    AfterValidator(_check_address),
    WithJsonSchema({"type": "string", "pattern": _PATTERN}),
]


def check_names(targets: "tuple[Target, ...]") -> "tuple[Target, ...]":
    """Let `targets` pass when no two have one name.

    Raises:
        ValueError: Two have.
    """
    names = [target.name for target in targets]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(_("two targets are called “{name}”", name=name))
    return targets


class Target(Noun):
    """A place that `publish` brings the site to."""

    name: Slug
    """What `poddarkiv publish NAME` calls it."""
    address: TargetAddress
    """A folder, `sftp://name@host/folder`, `s3://bucket/prefix`, `webdavs://…`, `ftps://…` or
    `git:BRANCH`; never with a password."""
    url: Url | None = None
    """Where people then see it."""
    check: Url | None = None
    """The address, of the site or its feed, that is looked at after each publish as podcast apps
    do."""
    content: Literal["all", "pages", "recordings"] = "all"
    """What goes there; `recordings` is for the place that `media_url` names."""
    endpoint: Url | None = None
    """The address of an S3 service that is not Amazon's."""
    profile: Line | None = None
    """The profile in `~/.aws/` whose keys are used."""
    insecure: Flag = False
    """Whether others on the way may read and change what is sent (plain `ftp://`, `webdav://`)."""

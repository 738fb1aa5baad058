"""What `mkdocs.yml` says, by the names that MkDocs and its templates have for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markdown import Markdown
from pathspec.gitignore import GitIgnoreSpec

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _, quoted
from poddarkiv.load.mkdocsfile import DOCS_DIR, FILE
from poddarkiv.site.direct.theme import Theme, theme_of
from poddarkiv.site.direct.yamlfile import read_settings

_EXTENSIONS = ("toc", "tables", "fenced_code")
"""Those that MkDocs always uses."""
_KINDS: dict[str, tuple[type, ...]] = {
    "site_name": (str,),
    "site_url": (str,),
    "site_description": (str,),
    "site_author": (str,),
    "copyright": (str,),
    "docs_dir": (str,),
    "repo_url": (str,),
    "repo_name": (str,),
    "edit_uri": (str,),
    "plugins": (list, dict),
    "nav": (list, dict),
    "extra": (dict,),
    "extra_css": (list,),
    "extra_javascript": (list,),
    "extra_templates": (list,),
    "markdown_extensions": (list, dict),
    "theme": (str, dict),
    "exclude_docs": (str,),
    "draft_docs": (str,),
    "not_in_nav": (str,),
    "validation": (dict,),
    "use_directory_urls": (bool,),
}
_TEXTS = ("extra_css", "extra_templates")
"""Lists of texts and of nothing else."""
_LEVELS = {"not_found": "warn"}
"""How loud MkDocs is of a fault in a link, where it is louder than usual."""
_LEFT_OUT = ("hooks", "edit_uri_template")
"""Settings that only MkDocs can honour, besides plugins."""
_HOSTS = {"github.com": "GitHub", "gitlab.com": "GitLab", "bitbucket.org": "Bitbucket"}


@dataclass(frozen=True)
class Script:
    """A script of `extra_javascript` with choices."""

    path: str
    type: str = ""
    defer: bool = False
    async_: bool = False

    def __str__(self) -> str:
        return self.path


@dataclass
class Settings:
    """The settings of one build; a template's `config`."""

    config_file_path: str
    docs_dir: str
    site_dir: str
    site_name: str
    theme: Theme
    site_url: str | None = None
    site_description: str | None = None
    site_author: str | None = None
    copyright: str | None = None
    repo_url: str | None = None
    repo_name: str | None = None
    edit_uri: str | None = None
    nav: Any = None
    extra: dict[str, Any] = field(default_factory=dict)
    extra_css: list[str] = field(default_factory=list)
    extra_javascript: list[str | Script] = field(default_factory=list)
    extra_templates: list[str] = field(default_factory=list)
    markdown_extensions: list[str] = field(default_factory=list)
    mdx_configs: dict[str, dict[str, Any]] = field(default_factory=dict)
    exclude_docs: GitIgnoreSpec | None = None
    draft_docs: GitIgnoreSpec | None = None
    not_in_nav: GitIgnoreSpec | None = None
    validation: Mapping[str, Any] = field(default_factory=dict)
    use_directory_urls: bool = True
    plugins: dict[str, Any] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    """Names of plugins and settings that only MkDocs can honour."""

    def warns_of(self, kind: str) -> bool:
        """Whether a fault in a link, such as `not_found`, is a warning."""
        links = self.validation.get("links", self.validation)
        return bool(links.get(kind, _LEVELS.get(kind)) == "warn")


def settings_of(root: Path, target: Path) -> Settings:
    """Return the settings of the archive at `root`, for a site in the folder `target`.

    Raises:
        UsageError: `mkdocs.yml` can't be used.
    """
    given = {key: value for key, value in read_settings(root).items() if value is not None}
    _check(given)
    site_url, repo_url = given.get("site_url"), given.get("repo_url")
    extensions, configs = _extensions(given.get("markdown_extensions", []))
    return Settings(
        config_file_path=str(root / FILE),
        docs_dir=str((root / str(given.get("docs_dir", DOCS_DIR))).resolve()),
        site_dir=str(target),
        theme=theme_of(given["theme"], root),
        site_url=_as_folder(site_url) if site_url else site_url,
        repo_name=given.get("repo_name", _host_name(repo_url)),
        edit_uri=_edit_uri(given.get("edit_uri"), repo_url),
        extra_javascript=[_script(each) for each in given.get("extra_javascript", ())],
        markdown_extensions=extensions,
        mdx_configs=configs,
        unused=tuple(_unused(given)),
        exclude_docs=_patterns(given, "exclude_docs"),
        draft_docs=_patterns(given, "draft_docs"),
        not_in_nav=_patterns(given, "not_in_nav"),
        **{key: given[key] for key in _AS_THEY_ARE if key in given},
    )


_AS_THEY_ARE = (
    "site_name",
    "site_description",
    "site_author",
    "copyright",
    "repo_url",
    "nav",
    "extra",
    "extra_css",
    "extra_templates",
    "validation",
    "use_directory_urls",
)


def _check(given: Mapping[str, Any]) -> None:
    for key in ("site_name", "theme"):
        if key not in given:
            raise UsageError(f"{FILE}: {key}: " + _("is missing"))
    for key, kinds in _KINDS.items():
        if key in given and not isinstance(given[key], kinds):
            raise _wrong_kind(key)
    for key in _TEXTS:
        if not all(isinstance(each, str) for each in given.get(key, ())):
            raise _wrong_kind(key)
    if not isinstance(given.get("validation", {}).get("links", {}), dict):
        raise _wrong_kind("validation: links")


def _wrong_kind(key: str) -> UsageError:
    return UsageError(f"{FILE}: {key}: " + _("can't be read: another kind of value goes here"))


def _unusable(key: str, error: Exception) -> UsageError:
    words = quoted("Python", f"{type(error).__name__}: {error}")
    return UsageError(f"{FILE}: {key}: " + _("can't be used ({words})", words=words))


def _patterns(given: Mapping[str, Any], key: str) -> GitIgnoreSpec | None:
    try:
        return GitIgnoreSpec.from_lines(given[key].splitlines()) if key in given else None
    except ValueError as error:
        raise _unusable(key, error) from error


def _unused(given: Mapping[str, Any]) -> Iterator[str]:
    yield from (key for key in _LEFT_OUT if key in given)
    plugins = given.get("plugins", ())
    for each in plugins:
        name = next(iter(each), "") if isinstance(each, dict) else str(each)
        if name not in {"poddarkiv", "search"}:
            yield f"plugins: {name}"


def _as_folder(address: str) -> str:
    parts = urlsplit(address)
    return parts._replace(
        path=parts.path if parts.path.endswith("/") else f"{parts.path}/"
    ).geturl()


def _host_name(repo_url: str | None) -> str | None:
    if not repo_url:
        return None
    host = urlsplit(repo_url).netloc.lower()
    return _HOSTS.get(host) or host.split(".")[0].title()


def _edit_uri(given: str | None, repo_url: str | None) -> str | None:
    """Return where a file is changed, from the repository's address; known for three hosts."""
    if given is None and repo_url:
        host = urlsplit(repo_url).netloc.lower()
        given = "src/default/docs/" if host == "bitbucket.org" else "edit/master/docs/"
        given = given if host in _HOSTS else None
    return f"{given}/" if given and not given.endswith("/") else given


def _script(given: Any) -> str | Script:
    if isinstance(given, dict):
        choices = {"async_" if key == "async" else key: value for key, value in given.items()}
        try:
            return Script(**choices)
        except TypeError as error:
            raise _unusable("extra_javascript", error) from error
    return Script(given, type="module") if str(given).endswith(".mjs") else str(given)


def _extensions(given: Any) -> tuple[list[str], dict[str, dict[str, Any]]]:
    """Return the names of Markdown's extensions, and the choices of those that have some."""
    pairs = list(given.items()) if isinstance(given, dict) else []
    for each in given if isinstance(given, list) else ():
        pairs += list(each.items()) if isinstance(each, dict) else [(str(each), None)]
    names = list(dict.fromkeys([*_EXTENSIONS, *(name for name, _choices in pairs)]))
    configs = {name: choices for name, choices in pairs if choices}
    try:
        # As each page does it: what can't be loaded is told before any is drawn.
        Markdown(extensions=list(names), extension_configs=configs)
    except Exception as error:  # an extension raises what it likes
        raise _unusable("markdown_extensions", error) from error
    return names, configs

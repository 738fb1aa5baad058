"""Find what `mkdocs.yml` may not say: it would build a site with dead links, or without its texts.

Tags that only MkDocs understands (`!ENV`, `!!python/name`) are passed by; what they come to is
looked at once more when MkDocs has read them, by the plugin.
"""

from collections.abc import Iterator
from pathlib import Path

import yaml

from poddarkiv.archive import MenuEntry
from poddarkiv.errors import Problem
from poddarkiv.i18n import _, quoted
from poddarkiv.load.conflicts import merge_conflict
from poddarkiv.load.files import read_text
from poddarkiv.load.yamlerrors import explain_yaml_error
from poddarkiv.load.yamltext import is_too_deep, too_deep_problem

FILE = "mkdocs.yml"
DOCS_DIR = "content"
SITE_DIR = "site"
THEMES = ("material", "materialx")
"""Themes that an editor's own templates may extend."""
OWN_THEME = "poddarkiv"
"""The name of our own templates as a theme, which needs no other."""
_FALSE = {"false", "no", "off"}
_TEXT = "tag:yaml.org,2002:str"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def check_mkdocs_file(root: Path) -> list[Problem]:
    """Return a problem for each setting that our pages can't be built with, with its line."""
    text = _text(root)
    if text is not None and is_too_deep(text):
        return [too_deep_problem(FILE, 1)]
    fault = _syntax_fault(text) if text is not None else None
    if fault is not None:
        return [fault]
    settings = _settings(text)
    return list(_faults(settings)) if settings is not None else []


def read_menu(root: Path) -> tuple[MenuEntry, ...]:
    """Return what the menu leads to, as far as it can be read; groups are taken apart."""
    settings = _settings(_text(root))
    for name, value in settings.value if settings is not None else ():
        if name.value == "nav":
            return tuple(_entries(value))
    return ()


def _text(root: Path) -> str | None:
    path = root / FILE
    text, _problems = read_text(path, FILE) if path.is_file() else (None, [])
    return text if text is not None and merge_conflict(text, FILE) is None else None


def _syntax_fault(text: str) -> Problem | None:
    try:
        yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        line, message, remedy = explain_yaml_error(error, text)
        return Problem(FILE, line + 1, "", message, remedy, rule="yaml-syntax")
    except yaml.YAMLError as error:
        message = _("not YAML ({words})", words=quoted("YAML", error))
        return Problem(FILE, 1, "", message, rule="yaml-syntax")
    return None


def _settings(text: str | None) -> yaml.MappingNode | None:
    """Return the settings in `text`; None where they can't be read, which is said elsewhere."""
    if text is None or is_too_deep(text):
        return None
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError:
        return None
    return node if isinstance(node, yaml.MappingNode) else None


def _entries(node: yaml.Node, above: tuple[yaml.Node, ...] = ()) -> Iterator[MenuEntry]:
    if node in above or not isinstance(node, yaml.SequenceNode):
        return
    for item in node.value:
        pairs = item.value if isinstance(item, yaml.MappingNode) else [(None, item)]
        for words, target in pairs:
            if isinstance(target, yaml.ScalarNode) and target.tag == _TEXT:
                line = target.start_mark.line + 1
                yield MenuEntry(target.value, line, has_words=words is not None)
            else:
                yield from _entries(target, (*above, node))


def _faults(settings: yaml.MappingNode) -> Iterator[Problem]:
    keys = {str(name.value): (name.start_mark.line + 1, value) for name, value in settings.value}
    # What is not said here may be in the file that it inherits from; without plugins it is no site.
    whole = "plugins" in keys and "INHERIT" not in keys
    if "docs_dir" in keys or whole:
        line, docs = keys.get("docs_dir", (1, None))
        if _folder(docs) != DOCS_DIR and not _is_tagged(docs):
            yield docs_dir_fault(line, _folder(docs) or "docs")
    if "site_dir" in keys:
        line, site = keys["site_dir"]
        if _folder(site) != SITE_DIR and not _is_tagged(site):
            yield _site_dir_fault(line, _folder(site))
    if "use_directory_urls" in keys:
        line, value = keys["use_directory_urls"]
        if str(value.value).lower() in _FALSE:
            yield directory_urls_fault(line, "use_directory_urls")
    if "theme" in keys or whole:
        yield from _theme_faults(*keys.get("theme", (1, None)))
    for line in _offline(keys.get("plugins", (1, None))[1]):
        yield directory_urls_fault(line, "plugins")


def _folder(node: yaml.Node | None) -> str:
    return Path(str(node.value)).as_posix() if isinstance(node, yaml.ScalarNode) else ""


def _is_tagged(node: yaml.Node | None) -> bool:
    return node is not None and not node.tag.startswith("tag:yaml.org,2002:")


def docs_dir_fault(line: int, folder: str) -> Problem:
    """Return what is wrong when MkDocs reads texts from another folder than we do."""
    return Problem(
        FILE,
        line,
        "docs_dir",
        _("texts are in {wanted}/, not in {folder}/", wanted=DOCS_DIR, folder=folder),
        _("write docs_dir: {wanted}", wanted=DOCS_DIR),
        rule="mkdocs-setting",
    )


def _site_dir_fault(line: int, folder: str) -> Problem:
    return Problem(
        FILE,
        line,
        "site_dir",
        _("the site is always built into {wanted}/, not {folder}/", wanted=SITE_DIR, folder=folder),
        _("remove the line"),
        rule="mkdocs-setting",
    )


def directory_urls_fault(line: int, field: str) -> Problem:
    """Return what is wrong when pages are files and not folders: every address would be another."""
    return Problem(
        FILE,
        line,
        field,
        _("every address ends with a slash here, as published; without, links would be dead"),
        _("remove the line (use_directory_urls: false, or the plugin offline)"),
        rule="mkdocs-setting",
    )


def _theme_faults(line: int, value: yaml.Node | None) -> Iterator[Problem]:
    name = value
    if isinstance(value, yaml.MappingNode):
        line, name = next(
            ((key.start_mark.line + 1, item) for key, item in value.value if key.value == "name"),
            (line, None),
        )
    known = (*THEMES, OWN_THEME)
    if name is None or (isinstance(name, yaml.ScalarNode) and name.value not in known):
        yield Problem(
            FILE,
            line,
            "theme",
            _("our pages are made for the theme {theme}", theme=THEMES[0]),
            _("write name: {theme}", theme=THEMES[0]),
            rule="mkdocs-setting",
        )


def _offline(plugins: yaml.Node | None) -> Iterator[int]:
    """Go through the lines at which Material's plugin for files without a host is on."""
    if isinstance(plugins, yaml.SequenceNode):
        for item in plugins.value:
            yield from _offline_in(item) if isinstance(item, yaml.MappingNode) else _named(item)
    elif isinstance(plugins, yaml.MappingNode):
        yield from _offline_in(plugins)


def _named(item: yaml.Node) -> Iterator[int]:
    if str(item.value) in {"offline", "material/offline"}:
        yield item.start_mark.line + 1


def _offline_in(mapping: yaml.MappingNode) -> Iterator[int]:
    for name, options in mapping.value:
        given = options.value if isinstance(options, yaml.MappingNode) else ()
        # Tagged, as `!ENV [OFFLINE, false]`: known when MkDocs has read it.
        off = (
            key.value == "enabled" and (_is_tagged(value) or str(value.value).lower() in _FALSE)
            for key, value in given
        )
        if not any(off):
            yield from _named(name)

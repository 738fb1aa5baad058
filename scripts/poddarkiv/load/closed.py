"""Whether an archive's site is made of its own files alone, and the same each time."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from poddarkiv.load.mkdocsfile import FILE

OVERRIDES = "overrides"
_OURS = "poddarkiv"
_CLOSED = ("markdown.extensions.", "pymdownx.", "material.extensions.")
_READ_FILES = {"pymdownx.snippets", "pymdownx.b64"}
"""Extensions of Markdown that put other files into texts."""
_BUILT_IN = {
    *("abbr", "admonition", "attr_list", "codehilite", "def_list", "extra", "fenced_code"),
    *("footnotes", "legacy_attrs", "legacy_em", "md_in_html", "meta", "nl2br", "sane_lists"),
    *("smarty", "tables", "toc", "wikilinks"),
}
"""As Markdown's own entry points are called."""
_NAME_TAG = "tag:yaml.org,2002:python/name:"
_OTHER_EACH_TIME = re.compile(rb"build_date|lipsum|\brandom\b|\bshuffle\b")
"""Words of a template whose page is another one in each build."""
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def is_closed(root: Path) -> bool:
    """Whether nobody but us, and nothing but `root`, has a say in the archive's site.

    Hooks and other plugins may read anything; so may settings that come from elsewhere.
    """
    try:
        text = (root / FILE).read_text("utf-8")
        node = yaml.compose(text, Loader=_LOADER)
        return isinstance(node, yaml.MappingNode) and _is_closed(node) and _is_steady(root)
    except (OSError, ValueError, yaml.YAMLError, RecursionError):
        return False


def _is_closed(settings: yaml.MappingNode) -> bool:
    keys = {str(name.value): value for name, value in settings.value}
    return (
        all(map(_is_plain, _nodes(settings)))
        and "INHERIT" not in keys
        and not _names(keys.get("hooks"))
        and set(_names(keys.get("plugins"))) == {_OURS}
        and all(map(_is_known, _names(keys.get("markdown_extensions"))))
        and _custom_dir(keys.get("theme")) in {"", OVERRIDES}
    )


def _nodes(node: yaml.Node) -> Iterator[yaml.Node]:
    yield node
    for item in node.value if isinstance(node, yaml.CollectionNode) else ():
        for part in item if isinstance(item, tuple) else (item,):
            yield from _nodes(part)


def _is_plain(node: yaml.Node) -> bool:
    if node.tag.startswith(_NAME_TAG):
        return node.tag.removeprefix(_NAME_TAG).startswith(_CLOSED)
    return node.tag.startswith("tag:yaml.org,2002:") and "python/" not in node.tag


def _names(node: yaml.Node | None) -> list[str]:
    """Return what a list of names, or of names with options, names."""
    if isinstance(node, yaml.MappingNode):
        return [str(name.value) for name, _value in node.value]
    if isinstance(node, yaml.SequenceNode):
        return [name for item in node.value for name in _names(item) or ["?"]]
    return [str(node.value)] if isinstance(node, yaml.ScalarNode) and node.value else []


def _is_known(extension: str) -> bool:
    """Whether an extension of Markdown makes the same of a text each time, and reads nothing."""
    if extension in _READ_FILES:
        return False
    return extension.startswith(_CLOSED) or ("." not in extension and extension in _BUILT_IN)


def _custom_dir(theme: yaml.Node | None) -> str:
    for name, value in theme.value if isinstance(theme, yaml.MappingNode) else ():
        if name.value == "custom_dir":
            return Path(str(value.value)).as_posix()
    return ""


def _is_steady(root: Path) -> bool:
    """Whether no template of the archive asks for the time, or for chance."""
    files = (p for p in (root / OVERRIDES).rglob("*") if p.suffix in {".html", ".xml"})
    return not any(_OTHER_EACH_TIME.search(path.read_bytes()) for path in files if path.is_file())

"""Read `mkdocs.yml` as MkDocs does: with `INHERIT`, variables of the system, and Python's names."""

import importlib
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from poddarkiv.errors import UsageError
from poddarkiv.i18n import _, quoted
from poddarkiv.load.mkdocsfile import FILE
from poddarkiv.site.mkdocs_faults import yaml_fault


def read_settings(root: Path) -> dict[str, Any]:
    """Return what `mkdocs.yml` in `root` says, with the files that it inherits from.

    Raises:
        UsageError: It can't be read.
    """
    return _read(root / FILE)


def _read(path: Path) -> dict[str, Any]:
    text = path.read_bytes().decode("utf-8", "replace")
    try:
        # Python's names in the settings of Markdown's extensions are what MkDocs reads too.
        settings = yaml.load(text, Loader=_Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        raise UsageError(yaml_fault(error, text)) from error
    if not isinstance(settings, dict):
        raise UsageError(f"{FILE}:1: " + _("keys and values were expected"))
    above = settings.pop("INHERIT", None)
    if above is None:
        return settings
    parent = path.parent / str(above)
    if not parent.is_file():
        raise UsageError(f"{FILE}: INHERIT: " + _("there is no file {path}", path=above))
    return _merged(_read(parent), settings)


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """Return two mappings as one: lists and values of the second count, mappings are merged."""
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        if isinstance(old, dict) and isinstance(value, dict):
            value = _merged(old, value)
        found[key] = value
    return found


class _Loader(yaml.SafeLoader):
    """Knows the tags that MkDocs knows."""


def _variable(loader: yaml.SafeLoader, node: yaml.Node) -> Any:
    """Return the first variable that is set, of `!ENV NAME` or `!ENV [NAME, …, otherwise]`."""
    names, default = [node], None
    if isinstance(node, yaml.SequenceNode):
        *names, last = node.value or [node]
        if len(node.value) == 1:
            names = [last]
        else:
            default = loader.construct_object(last, deep=True)
    for name in names:
        value = os.environ.get(str(name.value))
        if value is not None:
            # As in the file: `true` and `12` are no text.
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
            return loader.construct_object(yaml.ScalarNode(tag, value))
    return default


def _name(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    """Return what `!!python/name:package.module.name` stands for."""
    del loader
    module, _dot, name = suffix.rpartition(".")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        text = _("there is no “{name}”", name=suffix)
        raise yaml.constructor.ConstructorError(None, None, text, node.start_mark) from error


def _applied(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    """Return what `!!python/object/apply:name` gives, called with its `args` and `kwds`."""
    function = _name(loader, suffix, node)
    args: Iterable[Any] = ()
    choices: dict[str, Any] = {}
    if isinstance(node, yaml.SequenceNode):
        args = loader.construct_sequence(node, deep=True)
    elif isinstance(node, yaml.MappingNode):
        given = loader.construct_mapping(node, deep=True)
        args, choices = given.get("args", ()), given.get("kwds", {})
    try:
        return function(*args, **choices)
    except Exception as error:  # a function raises what it likes
        words = quoted("Python", f"{type(error).__name__}: {error}")
        text = _("can't be used ({words})", words=words)
        raise yaml.constructor.ConstructorError(None, None, text, node.start_mark) from error


_Loader.add_constructor("!ENV", _variable)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/name:", _name)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/object/apply:", _applied)

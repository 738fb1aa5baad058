"""Say in the language in use why MkDocs, or a template, could not go on."""

import re
from pathlib import Path

import yaml

from poddarkiv.errors import PoddarkivError, Problem
from poddarkiv.i18n import _, quoted
from poddarkiv.load.mkdocsfile import FILE
from poddarkiv.load.yamlerrors import explain_yaml_error

_MISSING = re.compile(r"(?:has no attribute |^)'([^']+)'(?: is undefined)?$")


def settings_fault(error: Exception, text: str) -> str:
    """Return what is wrong with the settings, with the line where that is known.

    Args:
        error: What MkDocs raised.
        text: Of `mkdocs.yml`.
    """
    cause = error.__cause__ or error.__context__
    if isinstance(cause, yaml.MarkedYAMLError):
        return yaml_fault(cause, text)
    if "Expected a key-value mapping" in str(error):
        return f"{FILE}:1: " + _("keys and values were expected")
    words = quoted("MkDocs", error)
    return f"{FILE}: " + _("MkDocs can't use the settings ({words})", words=words)


def yaml_fault(error: yaml.MarkedYAMLError, text: str) -> str:
    """Return why `text`, of `mkdocs.yml`, is no YAML, with the line."""
    line, message, remedy = explain_yaml_error(error, text)
    return str(Problem(FILE, line + 1, "", message, remedy))


def build_reason(error: BaseException) -> str:
    """Return why MkDocs stopped; what it logged stands above."""
    from mkdocs.exceptions import Abort

    if isinstance(error, RecursionError):
        return _("lists and keys stand within one another too deep to be read")
    if isinstance(error, Abort):
        return _("the lines above tell why")
    if isinstance(error.__cause__, PoddarkivError):
        return str(error)
    return quoted("MkDocs", error)


def template_fault(error: Exception, root: Path) -> str | None:
    """Return what is wrong with a template, with its file and line; None when none is at fault.

    Args:
        error: What came while pages were drawn, of whatever kind.
        root: The archive's folder. In its own templates everything is the archive's fault.
    """
    from jinja2 import TemplateError

    file, line = _place(error)
    is_own = file is not None and file.is_relative_to(root)
    if not isinstance(error, TemplateError) and not is_own:
        return None
    shown = (
        file.relative_to(root).as_posix() if file is not None and is_own else file or "overrides"
    )
    return f"{shown}:{line}: {_template_reason(error)}"


def _place(error: Exception) -> tuple[Path | None, int]:
    if getattr(error, "lineno", None) and getattr(error, "filename", None):
        return Path(str(getattr(error, "filename", ""))), int(getattr(error, "lineno", 1))
    file, line, step = None, int(getattr(error, "lineno", None) or 1), error.__traceback__
    while step is not None:
        # Jinja writes its templates into the traceback, with their own lines.
        name = step.tb_frame.f_code.co_filename
        if not name.endswith(".py") and not name.startswith("<"):
            file, line = Path(name), step.tb_lineno
        step = step.tb_next
    return file, line


def _template_reason(error: Exception) -> str:
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError

    if not isinstance(error, TemplateError):
        words = quoted("Python", f"{type(error).__name__}: {error}")
        return _("the template can't be drawn ({words})", words=words)
    text = error.message or ""
    if isinstance(error, UndefinedError) and (match := _MISSING.search(text)):
        return _("the template asks for “{name}”, which is not there", name=match[1])
    if isinstance(error, TemplateNotFound):
        return _("there is no template “{name}”", name=error.name or text)
    words = quoted("Jinja", text)
    if isinstance(error, TemplateSyntaxError):
        return _("the template can't be understood ({words})", words=words)
    return _("the template can't be drawn ({words})", words=words)

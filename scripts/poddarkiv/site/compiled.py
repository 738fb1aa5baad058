"""Compiled templates, kept from one build to the next: compiling takes half a second."""

import contextlib
import hashlib
import pickle
from importlib.metadata import version

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

_CHOICES = (
    "autoescape",
    "block_end_string",
    "block_start_string",
    "comment_end_string",
    "comment_start_string",
    "finalize",
    "keep_trailing_newline",
    "line_comment_prefix",
    "line_statement_prefix",
    "lstrip_blocks",
    "newline_sequence",
    "optimized",
    "trim_blocks",
    "variable_end_string",
    "variable_start_string",
)
"""What a template's code depends on, besides its source: attributes of Jinja's environment."""
_KNOWN = ("builtins", "jinja2", "markupsafe", "mkdocs", "_operator")
"""Modules whose functions are the same as long as the packages are."""


class _Compiled(FileSystemBytecodeCache):
    """Keeps code with a digest of its source and of all else that it depends on.

    In a folder of the user's own, among the system's temporary files. What can't be read or
    written there is compiled anew.
    """

    def __init__(self, fingerprint: str) -> None:
        super().__init__()
        self._fingerprint = fingerprint

    def get_source_checksum(self, source: str) -> str:
        return hashlib.sha256(f"{self._fingerprint}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            super().load_bytecode(bucket)
        except (OSError, EOFError, ValueError, TypeError, pickle.UnpicklingError):
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def compiled(environment: Environment) -> BytecodeCache | None:
    """Return where compiled templates are kept; None where what they do may change unseen.

    Jinja works out `{{ "a" | filter }}` when it compiles: a hook's filter may be another tomorrow.
    """
    functions = [*environment.filters.values(), *environment.tests.values()]
    extensions = list(environment.extensions.values())
    modules = {getattr(function, "__module__", "") or "" for function in functions}
    modules |= {type(extension).__module__ for extension in extensions}
    choices = [getattr(environment, name) for name in _CHOICES]
    if any(module.partition(".")[0] not in _KNOWN for module in modules) or any(
        map(callable, choices)
    ):
        return None
    packages = [version(name) for name in ("jinja2", "markupsafe", "mkdocs")]
    try:
        return _Compiled(repr([choices, sorted(environment.extensions), packages]))
    except (OSError, RuntimeError):
        return None

"""The package's templates in compiled form, kept beside them as Python keeps that of modules."""

import contextlib
import hashlib
import importlib.util
import pickle
import sys
from pathlib import Path

import jinja2
from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

from poddarkiv.output import write_if_changed

_CHOICES = ("autoescape", "trim_blocks", "lstrip_blocks", "optimized", "newstyle_gettext")
"""What of an environment decides into which code a template of ours is compiled."""
_UNREADABLE = (
    *(OSError, EOFError, ValueError, TypeError, pickle.UnpicklingError),
    *(AttributeError, ImportError, IndexError),
)
"""What reading a damaged file ends in."""


class TemplateCache(BytecodeCache):
    """Keeps compiled templates in `__pycache__`, each with a digest of all that it is made of.

    To compile the forty that a site needs is 0.2 of the 1.4 s of the processor that drawing 60
    episodes takes, since each worker does. Templates of an archive's own are compiled in each
    build. Where the folder can't be written, or Python is told to write no bytecode, all are.
    """

    def __init__(self, folder: Path, environment: Environment) -> None:
        """Prepare to compile with `environment` the templates that lie in `folder`."""
        self._folder = folder
        choices = [getattr(environment, name, None) for name in _CHOICES]
        self._made_with = f"{jinja2.__version__} {choices} {sorted(environment.extensions)}"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return where the compiled template is kept; an empty text where it is not."""
        if filename is None or not Path(filename).is_relative_to(self._folder):
            return ""
        # MkDocs copies what else lies among a theme's templates, `.pyc` excepted.
        return importlib.util.cache_from_source(f"{filename}.py")

    def get_source_checksum(self, source: str) -> str:
        """Return a digest of `source`, and of what compiles it."""
        return hashlib.sha256(f"{self._made_with}\0{source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill `bucket` with what was kept; what is damaged is compiled anew."""
        if bucket.key:
            with contextlib.suppress(*_UNREADABLE), Path(bucket.key).open("rb") as file:
                bucket.load_bytecode(file)
                return
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in `bucket`."""
        if bucket.key and not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                path = Path(bucket.key)
                path.parent.mkdir(exist_ok=True)
                write_if_changed(path, bucket.bytecode_to_string())

"""Read what people wrote in `episodes/` and `content/`. Nothing else in the package does."""

from poddarkiv.load.archive import find_root, load_archive, read_archive

__all__ = ["find_root", "load_archive", "read_archive"]

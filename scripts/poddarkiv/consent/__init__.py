"""Who may be shown, and an archive without those who may not: values in, values out."""

from poddarkiv.consent.names import Names
from poddarkiv.consent.view import publishable_archive
from poddarkiv.consent.withheld import is_withheld, list_names, list_withheld, withheld_names

__all__ = [
    "Names",
    "is_withheld",
    "list_names",
    "list_withheld",
    "publishable_archive",
    "withheld_names",
]

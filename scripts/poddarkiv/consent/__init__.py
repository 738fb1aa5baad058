"""Who may be shown, and an archive without those who may not: values in, values out."""

from poddarkiv.consent.names import Names
from poddarkiv.consent.view import publishable_archive
from poddarkiv.consent.withheld import is_withheld, names_of, withheld_names, withheld_people

__all__ = [
    "Names",
    "is_withheld",
    "names_of",
    "publishable_archive",
    "withheld_names",
    "withheld_people",
]

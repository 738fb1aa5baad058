"""Turn one git repository into a podcast and a searchable knowledge archive."""

__version__ = "0.1.0"

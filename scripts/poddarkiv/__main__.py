"""`python -m poddarkiv`: the same as the `poddarkiv` command."""

from poddarkiv.cli import main

main()

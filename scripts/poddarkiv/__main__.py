"""Run `poddarkiv`, also as `python -m poddarkiv`."""

import signal


def main() -> None:
    """Run the command line."""
    # Ctrl-C while modules are read ends the process as it ends any other, without a traceback.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    from poddarkiv import cli

    signal.signal(signal.SIGINT, before)
    cli.main()


if __name__ == "__main__":
    main()

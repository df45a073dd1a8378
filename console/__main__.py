"""``python -m console`` and the ``tongfu`` command."""

import sys


def main() -> int:
    """Runs the program with the arguments it was started with; returns its exit code."""
    from console.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

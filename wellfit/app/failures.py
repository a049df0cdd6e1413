"""Errors that the user can fix, as one message on stderr and exit code 2."""

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from wellfit.app.text import printable
from wellfit.errors import WellfitError

FIXABLE = 2
# What the user's machine refuses, for which no code of ours is to blame: no permission, read-only, no room.
_MACHINE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT}


@contextmanager
def fixable_errors() -> Iterator[None]:
    """Turn what the user can fix into one message on stderr and exit code 2; everything else passes.

    Raises typer.Exit.
    """
    try:
        yield
    except WellfitError as error:
        _leave(str(error))
    except OSError as error:
        if error.errno not in _MACHINE:
            raise
        _leave(
            f"The operating system refused a file: {error.strerror}: {error.filename or 'its name is not known'}. "
            "Choose another folder with --out, or make room or permission for this one."
        )
    except MemoryError:
        _leave("There is not enough memory for this data. Pass fewer rows, or run on a machine with more memory.")


def _leave(message: str) -> None:
    sys.stderr.write(f"Error: {printable(message)}\n")
    raise typer.Exit(FIXABLE)

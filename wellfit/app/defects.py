"""What the user sees when wellfit itself is wrong: one line, and where the rest was saved."""

import os
import sys
import tempfile
import traceback
from types import TracebackType

from wellfit.app.surroundings import debugging
from wellfit.app.text import printable


def report_defect(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say that this is a defect of ours, in one line on stderr; stands in for `sys.excepthook`.

    The traceback goes to a file of its own, which can be sent along with a report of the defect;
    with `--debug` or WELLFIT_DEBUG=1 it is shown instead. Python then leaves with exit code 1.
    """
    lines = traceback.format_exception(kind, error, trace)
    if debugging():
        sys.stderr.write("".join(lines))
        return
    handle, path = tempfile.mkstemp(prefix="wellfit-defect-", suffix=".txt", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.writelines([f"{sys.version}\n{sys.argv}\n", *lines])
    what = printable(traceback.format_exception_only(kind, error)[-1].strip()).replace("\n", " ")
    sys.stderr.write(
        f"Error: this is a defect of ours, not of your data: {what.rstrip('.')}. The traceback was saved to {path}; "
        "--debug shows it.\n"
    )

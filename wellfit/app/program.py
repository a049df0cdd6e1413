"""The program `wellfit`: its commands by name, and what holds for all of them."""

import sys
from typing import Annotated

import typer

import wellfit
from wellfit.app.code import code
from wellfit.app.defects import report_defect
from wellfit.app.diagnose import diagnose
from wellfit.app.plan import plan
from wellfit.app.predict import predict
from wellfit.app.report import report
from wellfit.app.reproduce import reproduce
from wellfit.app.run import run
from wellfit.app.surroundings import prepare_process

program = typer.Typer(
    name="wellfit",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
program.command()(run)
program.command()(predict)
program.command()(report)
program.command()(plan)
program.command()(diagnose)
program.command()(reproduce)
program.command()(code)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"wellfit {wellfit.__version__}")
        raise typer.Exit


@program.callback()
def wellfit_command(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """From a data set to a verdict, a report and a Keras model that generalizes."""


def main() -> None:
    """Run the command line; leaves with the exit code that `wellfit.app` states.

    Called through Typer's command object, not through `program()`: that would put Typer's own
    printer of tracebacks in the place of ours.
    """
    sys.excepthook = report_defect
    prepare_process()
    typer.main.get_command(program)()

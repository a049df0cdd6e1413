"""The command line: parse, one public call, print, exit code.

    wellfit run SOURCE...       reads the data, runs the gates, leaves a study
    wellfit predict STUDY ...   predicts new rows with a study's best model
    wellfit report STUDY        draws a study's report again, without training
    wellfit plan STUDY          tells how each population was trained, and what was timed for it
    wellfit diagnose PATH...    judges runs that were trained elsewhere by their curves
    wellfit reproduce NAME      runs an experiment of the teaching texts again, over several seeds
    wellfit code STUDY          prints the chosen recipe as a plain Keras script

Exit code 0: done, also when the verdict is bad news; 2: the user can fix it; 1: a defect of ours;
130: stopped with Ctrl-C.
"""

from wellfit.app.program import main

__all__ = ["main"]

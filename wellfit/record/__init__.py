"""The study on disk: written piece by piece while a run goes on, read back by reports and predictions."""

from wellfit.record.atomic import write_atomically
from wellfit.record.reader import StudyRecord
from wellfit.record.summary import summary
from wellfit.record.verdicts import verdict_order
from wellfit.record.writer import StudyWriter

__all__ = ["StudyRecord", "StudyWriter", "summary", "verdict_order", "write_atomically"]

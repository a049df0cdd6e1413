"""The report of a study: numbers (`info`), figures drawn from them (`figures`), and the page that places both."""

from wellfit.report.page import write_report

__all__ = ["write_report"]

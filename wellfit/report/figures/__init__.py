"""One figure a file: numbers from `wellfit.report.info` in, a Vega-Lite specification out; nothing is computed here."""

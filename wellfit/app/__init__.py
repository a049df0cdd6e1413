"""The command line: `wellfit run`, `wellfit predict`, `wellfit report`."""

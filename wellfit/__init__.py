"""wellfit."""

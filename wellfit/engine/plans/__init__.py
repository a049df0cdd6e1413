"""How a population is run: which members side by side, which in turn, on how many devices."""

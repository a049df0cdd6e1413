"""Trains a population: every member of one shape in one compiled program."""

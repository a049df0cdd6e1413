"""Convolutions and random bits computed directly: compiled kernels that XLA calls."""

"""Convolutions computed directly: compiled kernels that XLA calls, without a matrix of shifted views."""

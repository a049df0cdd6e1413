"""A study's chosen recipe as a plain Keras script: what a person would write, without wellfit."""

from wellfit.code.script import write_script

__all__ = ["write_script"]

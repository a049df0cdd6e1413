"""Ways to train members other than the compiled program."""

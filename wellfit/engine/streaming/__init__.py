"""Training on rows that stay in files: all members of a batch share one read."""

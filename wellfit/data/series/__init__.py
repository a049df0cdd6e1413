"""Tables whose rows follow each other in time: windows of what was known in, what comes later out."""

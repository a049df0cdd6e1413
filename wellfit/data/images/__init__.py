"""Images: found in folders, decoded in parallel, resized once and kept as raw pixels; one step a file."""

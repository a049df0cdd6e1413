"""Pictures changed at random: what is drawn, and the work on pixels."""

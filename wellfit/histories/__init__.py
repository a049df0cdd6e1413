"""Runs that wellfit did not make: their histories read, judged, drawn, and watched while they go on."""

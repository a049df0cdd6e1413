"""The gates, one question each, and the order in which a study asks them."""

"""The numbers behind each figure and table, computed from a study and nothing else; nothing is drawn here."""

"""What holds for all tests."""

from hypothesis import settings

# The same examples every time: a change is judged by what it changes, not by the draw of the day. To look for
# new ones: pytest --hypothesis-profile=search. No deadline: the first call of a function may import a library.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=500, deadline=None)
settings.load_profile("steady")

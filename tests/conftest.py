"""What holds for all tests."""

import os
import tempfile

from hypothesis import settings

# Nothing of the user's is read or written; what one test has compiled, others may take.
CACHE = tempfile.TemporaryDirectory(prefix="wellfit-tests-")
os.environ["WELLFIT_CACHE"] = CACHE.name

# These need TensorFlow and PyTorch: scripts/test-backends runs them where there are both.
collect_ignore = ["backends"]

# The same examples every time: a change is judged by what it changes, not by the draw of the day. To look for
# new ones: pytest --hypothesis-profile=search. No deadline: the first call of a function may import a library.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", max_examples=500, deadline=None)
settings.load_profile("steady")

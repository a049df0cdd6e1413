import threading

import pytest

from wellfit.data.images.parallel import AHEAD, TAKEN, in_parallel


@pytest.mark.parametrize("items", [0, 1, TAKEN, TAKEN + 1, AHEAD * TAKEN, 3 * AHEAD * TAKEN + 5])
def test_all_in_their_order(items):
    told = []
    found = list(in_parallel(lambda item: 2 * item, list(range(items)), name="n", told=lambda *said: told.append(said)))
    assert found == [2 * item for item in range(items)]
    assert not items or told[-1] == ("n", items, items)


def test_few_are_begun_before_the_first_is_taken():
    begun = []
    results = in_parallel(begun.append, list(range(10 * AHEAD * TAKEN)))
    next(results)
    results.close()
    assert len(begun) <= (AHEAD + 1) * TAKEN


def test_an_error_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(in_parallel(lambda item: 1 // item, [1, 0]))
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("images")]

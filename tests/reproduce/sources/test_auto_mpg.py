import numpy as np
import pytest

from wellfit.errors import SourceError
from wellfit.reproduce.sources.auto_mpg import read_cars

LINES = (
    '18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"\n'
    '25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"\n'
    '24.0   4   113.0      95.00      2372.      15.0   70  3\t"toyota corona mark ii"\n'
)


def test_missing_values_leave_and_the_origin_becomes_three_columns(tmp_path, said):
    (tmp_path / "auto-mpg.data").write_text(LINES)
    cars = read_cars(tmp_path, said.append)
    assert cars.x.shape == (2, 9)
    assert sorted(cars.target.tolist()) == [18.0, 24.0]
    heavy = cars.x[int(np.argmin(cars.target))]
    # Of two rows each number lies one deviation above or below the mean; both cars are of 1970.
    np.testing.assert_allclose(heavy, [1, 1, 1, 1, -1, 0, 1, 0, -1], atol=1e-4)


def test_the_rows_stand_in_the_same_order_every_time(tmp_path, write, said):
    write.cars(tmp_path / "auto_mpg" / "auto-mpg.data")
    first, second = (read_cars(tmp_path, said.append) for _ in range(2))
    np.testing.assert_array_equal(first.x, second.x)
    assert len(first.target) == 40


@pytest.mark.parametrize(
    "content",
    ["", "a,b,c\n1,2,3\n", LINES.replace("  1\t", "  9\t"), LINES.replace("18.0", "inf"), "\udcff"],
)
def test_another_table_is_refused(tmp_path, said, content):
    (tmp_path / "auto-mpg.data").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SourceError, match=r"is not the Auto MPG table: .* Expected lines such as .* Download it again"):
        read_cars(tmp_path, said.append)

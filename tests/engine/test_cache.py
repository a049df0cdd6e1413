"""What one process has compiled, the next one takes."""

import os
import subprocess
import sys

from wellfit.data.kept import VARIABLE

TRAIN = """
import wellfit
from wellfit.recipes.networks import DenseNetwork
data = wellfit.read("example:iris")
runs = wellfit.fit_many(wellfit.Recipe(name="one", network=DenseNetwork(units=(4,))), data, seeds=1, epochs=1)
print(runs.curves["validation_loss"][0])
"""


def test_a_second_process_finds_the_programs_of_the_first_and_says_the_same(tmp_path):
    environment = {**os.environ, VARIABLE: str(tmp_path)}
    said = []
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", TRAIN], capture_output=True, text=True, env=environment, check=True
        )
        said.append(done.stdout)
        kept = sorted(file.name for file in (tmp_path / "programs").iterdir() if file.name.endswith("-cache"))
        said.append(kept)
    assert said[0] == said[2]
    assert said[1] == said[3]
    assert any("run_chunk" in name or "jit" in name for name in said[1])

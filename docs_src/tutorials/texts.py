"""Texts: a folder of them by class, a network that learns them by heart, and a word on new ones."""

from pathlib import Path

import numpy as np

import wellfit

random = np.random.default_rng(0)
kinds = {"praise": ["fine", "clever", "warm", "moving"], "complaint": ["dull", "slow", "cold", "empty"]}
common = ["the", "film", "a", "story", "one", "it", "was", "with", "and", "of", "scene", "actor", "music", "ending"]
rare = [f"name{number}" for number in range(2000)]  # such as the names of people: in few texts each

for kind, other in (("praise", "complaint"), ("complaint", "praise")):
    folder = Path("reviews", kind)
    folder.mkdir(parents=True)
    for number in range(1100):
        opinion = [*random.choice(kinds[kind], 2), *random.choice(kinds[other], random.integers(3))]
        words = [*opinion, *random.choice(common, 15), *random.choice(rare, 5)]
        (folder / f"{number:04}.txt").write_text(" ".join(random.permutation(words)))

data = wellfit.read("reviews")  # the sub-folders are the classes
study = wellfit.study(data, only=["capacity", "final"], out="studies/texts")

print(f"{data.task.kind}: {', '.join(data.task.classes)}; {data.features:,} words")
print(study.verdict.sentence)
print(study.verdict.advice)
new = {"text": ["a clever story with a warm ending", "it was dull and the scene empty"]}
for row in study.best.predict(new).iter_rows(named=True):
    print(row)

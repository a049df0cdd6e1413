"""A series: the value of tomorrow from the last days."""

import numpy as np
import polars as pl

import wellfit

random = np.random.default_rng(0)
days = pl.date_range(pl.date(2022, 1, 1), pl.date(2024, 12, 31), eager=True)
guests = 50 + 20 * (days.dt.weekday() >= 6).cast(int) + random.normal(0, 5, len(days))
table = pl.DataFrame({"day": days, "guests": guests})

data = wellfit.read(table, target="guests", horizon=1)  # window=, time= where they are not to be found
study = wellfit.study(data, seeds=3, budget=30)

print([one["name"] for one in study.summary["baselines"]])
print(study.best.predict(table).tail(1))  # the day after the last row

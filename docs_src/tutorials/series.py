"""A series: how many guests a zoo has tomorrow, from the last two weeks."""

import numpy as np
import polars as pl

import wellfit

random = np.random.default_rng(0)
days = pl.date_range(pl.date(2021, 1, 1), pl.date(2024, 12, 31), eager=True)
weekend = days.dt.weekday().to_numpy() >= 6
warmth = np.zeros(len(days))
for day in range(1, len(days)):  # a warm day follows a warm day
    warmth[day] = 0.9 * warmth[day - 1] + random.normal(0, 2)
guests = 200 + np.where(weekend, 100 + 10 * warmth, 0) + random.normal(0, 10, len(days))
pl.DataFrame({"day": days, "warmth": warmth.round(1), "guests": guests.round()}).write_csv("zoo.csv")

data = wellfit.read("zoo.csv", target="guests", horizon=1)  # tomorrow; window= and time= are found
study = wellfit.study(data, seeds=3, only=["capacity", "final"], out="studies/series")

for finding in data.findings:
    print(finding.sentence)
for gate in study.summary["gates"]:
    print(f"{gate['name']}: {gate['sentence']}")
print(f"{study.verdict.kind}: {study.verdict.sentence}")
tomorrow = study.best.predict("zoo.csv").row(-1, named=True)  # the day after the last row
print(f"{tomorrow['time']:%Y-%m-%d}: {tomorrow['prediction']:.0f} guests, seen from {tomorrow['last_row']:%Y-%m-%d}")

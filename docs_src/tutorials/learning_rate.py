"""One question: which learning rates work?"""

import wellfit

data = wellfit.read("example:wine")
study = wellfit.study(data, only=["learning_rate"], out="studies/learning_rate")

gate = study.summary["gates"][-1]
for rate in gate["evidence"]["rates"]:
    loss, low, high = (round(rate[name], 3) for name in ("loss", "low", "high"))
    print(f"rate {rate['rate']:g}: loss {loss} ({low} to {high})")
print(gate["sentence"])

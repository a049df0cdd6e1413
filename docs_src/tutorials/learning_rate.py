"""One question: which learning rates work?"""

import wellfit

data = wellfit.read("example:wine")
study = wellfit.study(data, only=["learning_rate"], out="studies/learning_rate")

gate = study.summary["gates"][-1]
for rate in gate["evidence"]["rates"]:
    print(f"rate {rate['rate']:g}: loss {rate['loss']:.3f} ({rate['low']:.3f} to {rate['high']:.3f})")
print(gate["sentence"])

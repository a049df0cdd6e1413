"""A table: from the rows to a verdict, a report and predictions."""

import wellfit

data = wellfit.read("example:wine")  # or files, a folder, arrays, a data frame
quick = ["capacity", "final"]  # without this, rates and remedies are tried as well
study = wellfit.study(data, seeds=3, only=quick, out="studies/table")

for gate in study.summary["gates"]:
    print(f"{gate['name']}: {gate['sentence']}")
print(f"{study.verdict.kind}: {study.verdict.sentence}")
predictions = study.best.predict("example:wine")
print(predictions["prediction"].value_counts(sort=True).rows())
print(study.report())  # the path of the page

"""From a data set to a verdict, a report and predictions."""

import wellfit

data = wellfit.read("example:breast_cancer")  # or files, a folder, arrays, a data frame
study = wellfit.study(data, seeds=3, budget=20)

print(study.verdict.sentence)
print(study.best.predict("example:breast_cancer").head())
print(study.report())  # the path of the page

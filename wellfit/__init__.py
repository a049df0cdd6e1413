"""wellfit: from a data set to a verdict, a report and a Keras model that generalizes."""

__version__ = "0.1.0"

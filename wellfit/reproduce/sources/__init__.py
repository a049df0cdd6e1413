"""The rows of the experiments, from files in their original layout or in that of `keras.datasets`."""

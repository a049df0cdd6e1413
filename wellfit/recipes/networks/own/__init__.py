"""A Keras model of the user's own as a network that is trained like any other."""

"""What is trained: networks, optimizers, regularization, and the remedies that change them."""

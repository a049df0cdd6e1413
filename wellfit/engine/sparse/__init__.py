"""First layers on sparse rows: products of a CSR batch with dense kernels, inside the compiled program."""

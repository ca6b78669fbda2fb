"""Records what tests/storage/released keeps of each schema; see its __main__."""

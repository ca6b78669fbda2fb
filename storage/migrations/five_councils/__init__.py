"""The tables of the second revision, one file an aggregate."""

"""Reading the files that a council imports."""

"""The tables and columns of revision 0002, one aggregate a file."""

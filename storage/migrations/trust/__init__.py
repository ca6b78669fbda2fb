"""The tables and columns of revision 0003, one subject a file."""

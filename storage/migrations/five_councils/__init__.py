"""The tables of five councils, one aggregate a file; as they stand in revision 0002."""

"""The tables and columns of revision 0002, one file an aggregate."""
"""What revision 0002 makes, one aggregate a file."""

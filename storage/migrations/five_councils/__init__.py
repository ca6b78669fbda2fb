"""The tables of five councils, one aggregate a file; as they stand in revision 0002."""

"""What revision 0002 makes, one aggregate a file."""

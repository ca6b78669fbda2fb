"""A framework's year before anyone gets a message: the real use cases on a simulated clock."""

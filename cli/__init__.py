"""The command line: wires the rest together."""

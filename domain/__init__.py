"""What we know: pure rules, without I/O, clock or session."""

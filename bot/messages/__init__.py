"""Data in, Block Kit out: pure functions, one module a noun."""

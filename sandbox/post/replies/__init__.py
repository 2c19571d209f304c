"""Answers to invitations as mail programs really send them: one module for each shape."""

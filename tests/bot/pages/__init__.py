"""Mirrors the folder of its name."""

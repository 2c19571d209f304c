"""Pictures as our own SVG: data in, text out, and the same bytes for the same data."""

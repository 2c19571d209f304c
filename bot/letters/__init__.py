"""Mail as data: a noun each, data in, a letter out; layout.py makes its text and its HTML."""

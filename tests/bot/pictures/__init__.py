"""Pictures: what they show, that they are the same for the same data, and what they say."""

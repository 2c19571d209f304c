"""Web pages of ours: what a link opens, and what anybody may have."""

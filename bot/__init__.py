"""What people ask of us, and how we answer: in Slack, by mail, on the web."""

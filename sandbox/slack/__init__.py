"""A Slack workspace on the loopback that speaks Slack's protocol both ways."""

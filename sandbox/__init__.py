"""A Slack workspace and a post office on your own machine, to try a bot and to test it."""

"""What people see of the sandbox in a browser: Slack, its clock and its log."""

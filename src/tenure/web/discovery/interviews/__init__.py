"""Pages of interviews: what is planned, whom to talk to, what was said, quotes and themes."""

"""Pages of tests: the card, its running, its verdict, what to test next and what learning costs."""

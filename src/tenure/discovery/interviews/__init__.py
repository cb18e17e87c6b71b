"""Interviews: planned, held, quoted, tagged by two people, and counted by who brought a problem up by themselves."""

"""Segments and problems: the matrix, market sizes by two ways, and the ordered backlog."""

"""Pages of segments and problems: the matrix, the backlog, market sizes."""

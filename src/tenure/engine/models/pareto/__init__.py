"""What stands behind Pareto/NBD, with and without covariates: its integral, likelihood, search and predictions."""

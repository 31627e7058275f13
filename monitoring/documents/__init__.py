"""Reports of a quarter: from their content to a PDF, and from nothing else."""

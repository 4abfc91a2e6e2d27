"""What an operator does to a deployment from a terminal (运维); never packed into a function."""

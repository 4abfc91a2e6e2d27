"""What the product costs, as ratios and counts taken in one run: `make bench`."""

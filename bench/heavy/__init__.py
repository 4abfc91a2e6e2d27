"""Whether the product bears what it has to bear, and how much more: `make load`."""

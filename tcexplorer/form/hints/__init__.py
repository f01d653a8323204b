"""What the prose of a parameter says: known values, ranges, lengths, the default. Advice, never a restriction."""

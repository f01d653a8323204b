"""Who calls: profiles, and where their credentials come from. A further source is a file in `providers`."""

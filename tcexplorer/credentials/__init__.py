"""Who calls: profiles, and where their credentials come from."""

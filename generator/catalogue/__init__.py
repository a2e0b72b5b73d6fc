"""What the site knows, as data."""

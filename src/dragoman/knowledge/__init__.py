"""What an expert corrects without reading Python: rows with their examples, and how they are read."""

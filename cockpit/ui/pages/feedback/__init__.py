"""The inbox of what users say."""

"""What the things an operations manager works with are: frozen records and pure rules."""

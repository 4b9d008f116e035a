"""What the inspectors of every kind of item share."""

"""What can be configured, and the secrets, which stand in the system's keyring."""

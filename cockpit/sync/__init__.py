"""When to pull from remote systems, and how what they send is merged with what is there."""

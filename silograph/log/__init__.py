"""A communication log: messages, who is who, threads, and the store they live in."""

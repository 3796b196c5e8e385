"""What the loaders of chats and networks share: reading their JSON, and what a post is to whom."""

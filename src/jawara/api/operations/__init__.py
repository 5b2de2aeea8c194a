"""What can be asked, topic by topic."""

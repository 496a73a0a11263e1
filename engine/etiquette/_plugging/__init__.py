"""What plugins contribute, and keeping the answer honest when one of them fails."""

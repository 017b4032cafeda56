"""What a curator does to pages: merge, withdraw, publish, check, review."""

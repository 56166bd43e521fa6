"""What form designers work with: layouts checked, previewed, compared with their last edition."""

"""What advocates take away: an evidence pack, made of public things only."""

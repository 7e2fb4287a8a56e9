"""What every page shares: the frame, who is logged in, refusals, times."""

"""What leaves a campaign as Excel: answers, doors still open."""

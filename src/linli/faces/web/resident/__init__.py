"""A resident's pages, and the public page of a community."""

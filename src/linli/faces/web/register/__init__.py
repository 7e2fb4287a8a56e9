"""Pages of the register: households, people, places, keys, posts, files in and out."""

"""What the verbs of every engine share: how they begin and end, numbers, photos, "was it late?"."""

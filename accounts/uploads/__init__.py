"""Pictures that people hand in: bounded on the way in, drawn anew, kept outside the web root."""

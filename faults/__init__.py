"""What the portal survives: `make faults` kills and empties while matters are in flight, then proves."""

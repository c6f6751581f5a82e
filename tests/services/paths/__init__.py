"""Random walks through the acts: what may be tried (acts), what must hold afterwards (truths)."""

"""Studies that stand beside the skill of a model: what its inputs add, and what the tape identifies at all."""

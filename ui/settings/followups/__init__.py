"""The section of follow-up rules: which kinds of appeal are asked by message instead of by telephone."""

"""Follow-up 回访: citizens are asked whether it is solved."""

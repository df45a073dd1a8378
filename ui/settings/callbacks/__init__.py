"""The section of call-backs: in which hours, how often and after how long citizens are called."""

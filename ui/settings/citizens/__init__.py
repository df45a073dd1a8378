"""The section of citizens: two records of one citizen joined by hand, and apart again."""

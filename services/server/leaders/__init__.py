"""Letters to the leaders of units whose tickets have reached the last rung of the ladder."""

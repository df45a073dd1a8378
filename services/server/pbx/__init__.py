"""The district's telephone exchange: what is known of it, how it is configured, and whether it is as it should be."""

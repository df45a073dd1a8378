"""The page of supervision: leaders' instructions, the rates, and the tickets behind them."""

"""Leaders' instructions, known matters, rates and follow-ups as the console uses them."""

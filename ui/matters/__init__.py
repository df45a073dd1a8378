"""The page of known matters: what many ask about, the words to say, and the one reply at the end."""

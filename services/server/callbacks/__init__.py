"""Citizens who are called back."""

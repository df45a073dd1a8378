"""Citizens who are called back, as the console asks for them."""

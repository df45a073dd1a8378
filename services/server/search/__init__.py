"""Global search over tickets, citizens, telephone numbers and places."""

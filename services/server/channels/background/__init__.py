"""What channels do by themselves beside the requests."""

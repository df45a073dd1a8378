"""Call-backs 回拨: citizens whose call was lost are called."""

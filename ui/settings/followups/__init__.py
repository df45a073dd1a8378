"""The section of follow-up rules: who is asked, how often, and which kinds by message instead of by telephone."""

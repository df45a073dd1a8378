"""The government portal: signed intake by REST."""

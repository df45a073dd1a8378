"""The quality page: sampling, listening and scoring for inspectors; evaluations for agents; figures."""

"""Applications to vote from abroad."""

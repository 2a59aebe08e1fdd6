"""Changes of an election under four eyes. The elections themselves are in libs/elections."""

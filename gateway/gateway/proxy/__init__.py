"""Why: the browser sees one origin; what belongs to somebody else passes through here, bounded and unread."""

"""What procedures have in common: history, number series, receipts, messages."""

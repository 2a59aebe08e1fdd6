"""From a case to the answer that its reader may see: one module per area."""

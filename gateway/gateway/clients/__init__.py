"""Why: the services as this gateway sees them: one pooled connection each, answers as the models of their OpenAPI."""

"""Why: the one door of the portal. The contract with the browser is gateway/schema.graphql; this package answers it."""

"""Why: the types of gateway/schema.graphql, in its words. Fields are read by name from the services' answers."""

/** Services name fields in snake_case, GraphQL in camelCase; a page compares them in one spelling. */
export function fieldName(path: string): string {
  return path.startsWith('documents.') ? path : path.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** `documents.ID` → `ID`; a field has no slot. */
export function slotName(path: string): string | undefined {
  return path.startsWith('documents.') ? path.slice('documents.'.length) : undefined;
}

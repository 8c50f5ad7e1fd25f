const shape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is not even an id cannot be found. */
export function isId(text: string): boolean {
  return shape.test(text);
}

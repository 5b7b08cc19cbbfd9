/** The same items, another one first: whoever comes first has the cooler processor. */
export function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % items.length;
  return [...items.slice(at), ...items.slice(0, at)];
}

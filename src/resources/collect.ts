/** The elements of a listing that are wanted, in its order. Node 20 has no `Array.fromAsync`. */
export async function collect<Element>(
  elements: AsyncIterable<Element>,
  wanted: (element: Element) => boolean = () => true,
): Promise<Element[]> {
  const found: Element[] = [];
  for await (const element of elements) if (wanted(element)) found.push(element);
  return found;
}

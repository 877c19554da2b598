import { isDeepStrictEqual } from 'node:util';

type Values = Readonly<Record<string, unknown>>;

/** The wanted values that differ from the actual ones: what an update has to send. Undefined where nothing does. */
export function changed(wanted: Values, actual: Values): Values | undefined {
  const differing = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && !isDeepStrictEqual(value, actual[name]),
  );
  return differing.length === 0 ? undefined : Object.fromEntries(differing);
}

/** A fixed order for lists whose order means nothing. */
export function sortedBy<Element>(
  elements: readonly Element[],
  key: (element: Element) => string,
): Element[] {
  return elements.toSorted((one, other) => (key(one) < key(other) ? -1 : 1));
}

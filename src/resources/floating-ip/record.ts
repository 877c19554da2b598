/** What a floating IP of the source stood for before it was silenced. */
export interface Association {
  readonly portId: string;
  readonly fixedIp?: string | undefined;
}

const PORT = 'pumphouse:port=';
const ADDRESS = 'pumphouse:address=';

/** The port's first: by it the floating IP is found again. */
export function recordTags({ portId, fixedIp }: Association): string[] {
  return [PORT + portId, ...(fixedIp === undefined ? [] : [ADDRESS + fixedIp])];
}

export function recordOf(tags: readonly string[]): Association | undefined {
  const portId = valueAfter(tags, PORT);
  return portId === undefined ? undefined : { portId, fixedIp: valueAfter(tags, ADDRESS) };
}

function valueAfter(tags: readonly string[], prefix: string): string | undefined {
  return tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length);
}

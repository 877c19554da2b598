const MAX_LENGTH = 300;

/**
 * The service's own words in one line, from any of the forms in which OpenStack and its proxies answer errors:
 * `{"badRequest": {"message"}}` (Nova, Cinder), `{"NeutronError": {"message", "type", "detail"}}`,
 * `{"error": {"message"}}` (Keystone), `{"errors": [{"detail"}]}` (Placement), HTML (Glance, proxies), plain text.
 */
export function errorMessage(body: string, statusText: string): string {
  const words = fromJson(body);
  return shorten(plain(words ?? body)) || statusText;
}

/** One line of at most 300 characters, without what looks like a token. */
export function shorten(text: string): string {
  const line = text
    .replace(/gAAAA[\w=-]{20,}/g, '***')
    // Nova repeats the value that it refuses, user_data too.
    .replace(/\bValue: [\s\S]*$/, 'Value: ***')
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= MAX_LENGTH ? line : `${line.slice(0, MAX_LENGTH - 1)}…`;
}

function fromJson(body: string): string | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  return words(json, 0);
}

function words(value: unknown, depth: number): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null || depth > 3) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  for (const key of ['message', 'detail', 'faultstring', 'title']) {
    const text = record[key];
    if (typeof text === 'string' && text !== '') return withDetail(text, record, key);
  }
  for (const inner of Object.values(record)) {
    const found = words(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function withDetail(
  message: string,
  record: Readonly<Record<string, unknown>>,
  key: string,
): string {
  const detail = record['detail'];
  return key === 'message' && typeof detail === 'string' && detail !== ''
    ? `${message}: ${detail}`
    : message;
}

/** Glance puts `<br />` into its JSON as well. */
function plain(text: string): string {
  return (
    text
      .replace(/<(head|style|script)\b[\s\S]*?<\/\1>/gi, ' ')
      .replace(/<!--[\s\S]*?-->/g, ' ')
      // Nova tells the class of an error it did not expect as Python writes it.
      .replace(/<class '([\w.]+)'>/g, '$1')
      .replace(/<[^>]*>/g, ' ')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;|&#34;/g, '"')
      .replace(/&#39;|&#x27;/g, "'")
      .replace(/&nbsp;/g, ' ')
      .replace(/&amp;/g, '&')
  );
}

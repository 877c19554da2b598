/** A value as Python prints it: Neutron puts such texts into its messages. */
export function python(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return `'${value}'`;
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).map(([key, each]) => `'${key}': ${python(each)}`);
    return `{${entries.join(', ')}}`;
  }
  return `${value as number}`;
}

/** As `str` prints it: a text without quotes. */
export function plain(value: unknown): string {
  return typeof value === 'string' ? value : python(value);
}

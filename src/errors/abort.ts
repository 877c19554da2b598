/** A call of Node's that a signal cut off: it says neither what was called nor why it ended. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

/** https://grpc.io/docs/guides/status-codes/. Not from the gRPC library: it takes half a second to load. */
const STATUSES: Readonly<Record<number, string>> = {
  1: 'CANCELLED',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  7: 'PERMISSION_DENIED',
  9: 'FAILED_PRECONDITION',
  14: 'UNAVAILABLE',
  16: 'UNAUTHENTICATED',
};

/** The gRPC status a Temporal client's error comes from; undefined for other errors and rarer statuses. */
export function grpcStatus(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ('code' in error && 'metadata' in error && typeof error.code === 'number') {
    return STATUSES[error.code];
  }
  return grpcStatus(error.cause);
}

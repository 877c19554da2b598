export interface OpenStackErrorFacts {
  readonly cloud: string;
  readonly service: string;
  readonly method: string;
  /** Without query values that could hold secrets. */
  readonly url: string;
  /** HTTP status; undefined where no answer came. */
  readonly status?: number;
  /** The service's own words, JSON or HTML, in one line. */
  readonly detail: string;
  readonly requestId?: string;
  /** From Retry-After, in milliseconds. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An API of a cloud refused, failed or did not answer. */
export class OpenStackError extends Error {
  override name = 'OpenStackError' as const;
  readonly cloud: string;
  readonly service: string;
  readonly method: string;
  readonly url: string;
  readonly status: number | undefined;
  readonly detail: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(facts: OpenStackErrorFacts) {
    const status = facts.status === undefined ? 'no answer' : String(facts.status);
    const request = facts.requestId === undefined ? '' : ` (request ${facts.requestId})`;
    super(
      `${facts.cloud}: ${facts.service}: ${facts.method} ${facts.url}: ${status}: ${facts.detail}${request}`,
      { cause: facts.cause },
    );
    this.cloud = facts.cloud;
    this.service = facts.service;
    this.method = facts.method;
    this.url = facts.url;
    this.status = facts.status;
    this.detail = facts.detail;
    this.requestId = facts.requestId;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

/** Whether the error is an API's answer with one of these statuses. */
export function hasStatus(error: unknown, ...statuses: number[]): error is OpenStackError {
  return (
    error instanceof OpenStackError && error.status !== undefined && statuses.includes(error.status)
  );
}

/** Whether asking again later may help by itself: no answer, 5xx, 408, 429. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof OpenStackError)) return false;
  const { status } = error;
  return status === undefined || status >= 500 || status === 408 || status === 429;
}

/** One HTTP request and what became of it, for structured logs. Bodies are never part of it. */
export interface RequestEvent {
  readonly cloud: string;
  readonly service: string;
  readonly method: string;
  readonly url: string;
  /** Of the request, secrets replaced. */
  readonly headers: Readonly<Record<string, string>>;
  /** 1 for the first try. */
  readonly attempt: number;
  readonly durationMs: number;
  readonly status?: number;
  readonly requestId?: string;
  /** Why there was no answer. */
  readonly error?: string;
}

const REDACTED = '***';

const SECRET_HEADER = /^(x-auth-token|x-subject-token|x-service-token|authorization|cookie)$/i;
const SECRET_PARAMETER = /token|password|secret|signature|temp_url_sig/i;

export function redactHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      SECRET_HEADER.test(name) ? REDACTED : value,
    ]),
  );
}

/** The URL without userinfo and without the values of query parameters that name a secret. */
export function redactUrl(url: string): string {
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  for (const name of parsed.searchParams.keys()) {
    if (SECRET_PARAMETER.test(name)) parsed.searchParams.set(name, REDACTED);
  }
  return parsed.href;
}

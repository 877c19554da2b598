import { hasStatus } from '../errors/openstack.ts';
import { logIn } from './auth.ts';
import type { CloudConfig } from './cloud-config.ts';
import type { Line } from './exchange.ts';
import { unlessAborted } from './pause.ts';
import type { Token } from './token.ts';

/** One login to one scope. Callers at the same time share one request to Keystone. */
export interface Session {
  /** A token good for at least so many milliseconds more; default one minute. */
  token(minimumMs?: number): Promise<Token>;
  /** A service refused this token: the next caller logs in anew. */
  forget(token: Token): void;
}

const MINIMUM_MS = 60_000;

export function openSession(
  line: Line,
  config: CloudConfig,
  projectId: string | undefined,
): Session {
  let current: Promise<Token> | undefined;
  let known: Token | undefined;

  const start = (): Promise<Token> => {
    known = undefined;
    current = logIn(line, config, projectId).then(
      (token) => (known = token),
      (error: unknown) => {
        current = undefined;
        throw error;
      },
    );
    return current;
  };

  return {
    async token(minimumMs = MINIMUM_MS) {
      // One whose whole life is shorter than asked for is still the best there is.
      const isOld = known !== undefined && known.deadline - performance.now() < minimumMs;
      return current === undefined || isOld ? start() : current;
    },
    forget(token) {
      if (known !== token) return;
      known = undefined;
      current = undefined;
    },
  };
}

/** Calls `send` with a token, and once more with a new one where a service says 401. */
export async function withToken<Answer>(
  session: Session,
  signal: AbortSignal | undefined,
  send: (token: Token) => Promise<Answer>,
): Promise<Answer> {
  const token = await unlessAborted(session.token(), signal);
  try {
    return await send(token);
  } catch (error) {
    if (!hasStatus(error, 401)) throw error;
    session.forget(token);
  }
  return send(await unlessAborted(session.token(), signal));
}

import { NOWHERE } from '../../../src/activities/preflight/probes.ts';
import type { FaultInput } from '../../../src/simulator/faults/plan.ts';
import type { JournalEntry } from '../../../src/simulator/journal.ts';

type Effect = FaultInput['effect'];

/** A mutating call of a clean run, so that a fault can find it again in another run. */
export interface KnownCall {
  readonly cloud: 'source' | 'destination';
  readonly service: JournalEntry['service'];
  readonly method: string;
  readonly route: string;
  /** The action of a server (`suspend`): many calls have one route. */
  readonly action?: string;
  /** Among those alike, from 1. */
  readonly nth: number;
}

export const API_EFFECTS: readonly { readonly name: string; readonly effect: Effect }[] = [
  { name: '500 before acting', effect: { do: 'answer', when: 'before', status: 500 } },
  {
    name: '503 with Retry-After',
    effect: { do: 'answer', when: 'before', status: 503, retryAfter: 1 },
  },
  {
    name: '429 with Retry-After',
    effect: { do: 'answer', when: 'before', status: 429, retryAfter: 1 },
  },
  { name: 'HTML 502', effect: { do: 'answer', when: 'before', status: 502, html: true } },
  { name: '409', effect: { do: 'answer', when: 'before', status: 409 } },
  { name: 'cut before acting', effect: { do: 'drop', when: 'before' } },
  { name: '500 after acting', effect: { do: 'answer', when: 'after', status: 500 } },
  {
    name: 'HTML 504 after acting',
    effect: { do: 'answer', when: 'after', status: 504, html: true },
  },
  { name: 'cut after acting', effect: { do: 'drop', when: 'after' } },
  { name: 'hang before acting', effect: { do: 'hang', when: 'before', seconds: 6 } },
  { name: 'hang after acting', effect: { do: 'hang', when: 'after', seconds: 6 } },
  { name: 'slow', effect: { do: 'slow', seconds: 2 } },
  { name: 'expired token', effect: { do: 'expire-token' } },
  { name: 'truncated answer', effect: { do: 'truncate' } },
  { name: 'corrupted answer', effect: { do: 'corrupt' } },
  { name: 'service gone for 3 s', effect: { do: 'gone', seconds: 3 } },
];

const FATES = {
  'goes to ERROR': { do: 'fate', fate: 'error' },
  'stays in its transition': { do: 'fate', fate: 'stuck' },
  'wrong hash': { do: 'fate', fate: 'wrong-hash' },
} as const satisfies Record<string, Effect>;

/** What else can happen to what this call makes or starts. */
export function fatesOf({ service, method, route }: KnownCall) {
  const names: (keyof typeof FATES)[] = [];
  if (service === 'compute' && method === 'POST' && /^\/servers(\/:\w+\/action)?$/.test(route)) {
    names.push('goes to ERROR', 'stays in its transition');
  }
  if (service === 'image' && route.endsWith('/file')) names.push('wrong hash');
  return names.map((name) => ({ name, effect: FATES[name] }));
}

/** Without those that only try whether the login may do something: they change nothing, and whatever comes of them stops nothing. */
export function knownCalls(journal: readonly JournalEntry[], source: string): KnownCall[] {
  const seen = new Map<string, number>();
  const changing = journal.filter(({ path, body }) => !`${path} ${body}`.includes(NOWHERE));
  return changing.map(({ cloud, service, method, route, body }) => {
    const action = route.endsWith('/action') ? actionIn(body) : undefined;
    const call = {
      cloud: cloud === source ? ('source' as const) : ('destination' as const),
      service,
      method,
      route,
      ...(action === undefined ? {} : { action }),
    };
    const key = JSON.stringify(call);
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return { ...call, nth: seen.get(key) ?? 1 };
  });
}

/** `cloud` is a role; `runCase` puts the name in its place. */
export function faultOn(call: KnownCall, effect: Effect, times = 1): FaultInput {
  const { cloud, service, method, route, action, nth } = call;
  return {
    cloud,
    service,
    method,
    path: route,
    ...(action === undefined ? {} : { body: `"${action}"` }),
    spare: NOWHERE,
    nth,
    times,
    effect,
  };
}

export function describeCall({ cloud, service, method, route, action, nth }: KnownCall): string {
  const what = action === undefined ? '' : ` ${action}`;
  return `${cloud} ${service} ${method} ${route}${what}${nth > 1 ? ` (${nth})` : ''}`;
}

function actionIn(body: string): string | undefined {
  const keys = Object.keys(JSON.parse(body || '{}') as object);
  return keys[0];
}

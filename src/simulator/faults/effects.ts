import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../http/call.ts';
import type { Spoil } from '../http/send.ts';
import type { Fate, FaultEffect } from './plan.ts';

/** What the effects can lay hands on. */
interface Reach {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly disappear: (seconds: number) => void;
  readonly signal: () => void | Promise<void>;
  readonly expireToken: () => void;
}

export interface Effects {
  /** An answer instead of the service's; `cut` where the connection is gone. */
  before(): Promise<Answer | 'cut' | undefined>;
  after(answer: Answer): Promise<Answer | 'cut'>;
  answered(): Promise<void>;
  readonly fate: Fate | undefined;
  readonly spoil: Spoil;
}

/** The effects that have struck a call, at the points where they act. */
export function actsOn(effects: readonly FaultEffect[], reach: Reach): Effects {
  return {
    async before() {
      for (const effect of effects) {
        const end = await beforeActing(effect, reach);
        if (end !== undefined) return end;
      }
      return undefined;
    },
    async after(answer) {
      for (const effect of effects) {
        const end = await afterActing(effect, reach);
        if (end !== undefined) return end;
      }
      return answer;
    },
    async answered() {
      if (effects.some((each) => each.do === 'signal' && each.when === 'answered')) {
        await reach.signal();
      }
    },
    fate: effects.find((each) => each.do === 'fate')?.fate,
    spoil: effects
      .map(({ do: what }) => what)
      .find((what) => what === 'truncate' || what === 'corrupt'),
  };
}

async function beforeActing(
  effect: FaultEffect,
  reach: Reach,
): Promise<Answer | 'cut' | undefined> {
  if (effect.do === 'gone') {
    reach.disappear(effect.seconds);
    return cut(reach);
  }
  if (effect.do === 'slow') await sleep(effect.seconds * 1000);
  if (effect.do === 'expire-token') reach.expireToken();
  return 'when' in effect && effect.when === 'before' ? ending(effect, reach) : undefined;
}

async function afterActing(effect: FaultEffect, reach: Reach): Promise<Answer | 'cut' | undefined> {
  return 'when' in effect && effect.when === 'after' ? ending(effect, reach) : undefined;
}

type Timed = Extract<FaultEffect, { when: string }>;

async function ending(effect: Timed, reach: Reach): Promise<Answer | 'cut' | undefined> {
  switch (effect.do) {
    case 'answer':
      return refusal(effect);
    case 'drop':
      return cut(reach);
    case 'hang':
      await sleep(effect.seconds * 1000);
      return cut(reach);
    case 'signal':
      await reach.signal();
      return cut(reach);
  }
}

function cut({ request }: Reach): 'cut' {
  request.socket.resetAndDestroy();
  return 'cut';
}

/** A proxy's own words: no service has made them. */
function refusal({ status, retryAfter, html }: Extract<Timed, { do: 'answer' }>): Answer {
  const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  if (html === true) {
    return {
      status,
      headers,
      contentType: 'text/html',
      bytes: `<html><body><h1>${status} Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>\n`,
    };
  }
  return {
    status,
    headers,
    body: { error: { code: status, message: 'A fault was planned here.', title: 'Fault' } },
  };
}

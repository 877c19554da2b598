import type { ServiceName } from '../http/call.ts';
import { faultPlanSchema } from './plan.ts';
import type { Fault, FaultEffect, FaultInput } from './plan.ts';

/** A call as faults and the journal know it. */
export interface CallFacts {
  readonly cloud: string;
  readonly service: ServiceName;
  readonly method: string;
  /** As the service declares it: `/servers/:id/action`. */
  readonly route: string;
  readonly path: string;
  /** The JSON body as it was sent; empty where there is none. */
  readonly body: string;
}

export interface Faults {
  /** Replaces the plan, and counts anew. @throws ZodError */
  plan(faults: readonly FaultInput[]): void;
  /** The effects that hit this call. Counts it. */
  strike(call: CallFacts): FaultEffect[];
  /** The faults of the plan that have hit nothing yet. */
  unused(): readonly Fault[];
}

export function createFaults(): Faults {
  let armed: { readonly fault: Fault; seen: number }[] = [];
  return {
    plan(faults) {
      armed = faultPlanSchema.parse(faults).map((fault) => ({ fault, seen: 0 }));
    },
    strike(call) {
      const effects: FaultEffect[] = [];
      for (const each of armed) {
        if (!isMeant(each.fault, call)) continue;
        each.seen += 1;
        const { nth, times, effect } = each.fault;
        if (each.seen >= nth && each.seen < nth + times) effects.push(effect);
      }
      return effects;
    },
    unused: () => armed.filter(({ fault, seen }) => seen < fault.nth).map(({ fault }) => fault),
  };
}

function isMeant(fault: Fault, call: CallFacts): boolean {
  return (
    (fault.cloud ?? call.cloud) === call.cloud &&
    (fault.service ?? call.service) === call.service &&
    (fault.method ?? call.method) === call.method &&
    (fault.path === undefined || fault.path === call.route || fault.path === call.path) &&
    (fault.body === undefined || call.body.includes(fault.body)) &&
    !isSpared(fault, call)
  );
}

function isSpared({ spare }: Fault, { path, body }: CallFacts): boolean {
  return spare !== undefined && `${path} ${body}`.includes(spare);
}

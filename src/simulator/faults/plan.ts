import { z } from 'zod';

/**
 * What becomes of a thing that a call made or started: `error` (it goes to ERROR), `stuck` (it stays as it is in its transition:
 * BUILD, saving), `wrong-hash` (the data arrive changed).
 */
export type Fate = 'error' | 'stuck' | 'wrong-hash';

const seconds = z.number().nonnegative();

/** Seconds are of real time. `before`: the service has not acted; `after`: it has. */
const effect = z.discriminatedUnion('do', [
  z.strictObject({
    do: z.literal('answer'),
    when: z.enum(['before', 'after']),
    status: z.number().int().min(400).max(599),
    /** The header Retry-After, in seconds. */
    retryAfter: seconds.optional(),
    /** A proxy's HTML page in place of the service's own words. */
    html: z.boolean().optional(),
  }),
  /** The connection is cut without an answer. */
  z.strictObject({ do: z.literal('drop'), when: z.enum(['before', 'after']) }),
  /** No answer for so long, then the connection is cut. */
  z.strictObject({ do: z.literal('hang'), when: z.enum(['before', 'after']), seconds }),
  z.strictObject({ do: z.literal('slow'), seconds }),
  /** Half of the body, then the connection is cut. */
  z.strictObject({ do: z.literal('truncate') }),
  /** Bytes of the body are changed: no JSON any more, or another image. */
  z.strictObject({ do: z.literal('corrupt') }),
  /** The token has expired: 401, and for every later call with it. */
  z.strictObject({ do: z.literal('expire-token') }),
  z.strictObject({ do: z.literal('fate'), fate: z.enum(['error', 'stuck', 'wrong-hash']) }),
  /** Nobody listens there for so long. */
  z.strictObject({ do: z.literal('gone'), seconds }),
  /** The test's harness is told (it kills a worker): before the service acts, after it acted, after it answered. */
  z.strictObject({ do: z.literal('signal'), when: z.enum(['before', 'after', 'answered']) }),
]);

const faultSchema = z.strictObject({
  /** All of them, where one is absent. */
  cloud: z.string().optional(),
  service: z.enum(['identity', 'image', 'compute', 'network', 'volume']).optional(),
  method: z.string().optional(),
  /** A route as its service declares it (`/servers/:id/action`), or a path. */
  path: z.string().optional(),
  /** Text that the JSON body holds: `os-stop`, a name. */
  body: z.string().optional(),
  /** Text that spares a call, in its path or its JSON body. */
  spare: z.string().optional(),
  /** The first call that is hit, of those that match; from 1. */
  nth: z.number().int().min(1).default(1),
  /** How many calls in a row are hit. */
  times: z.number().int().min(1).default(1),
  effect,
});

export const faultPlanSchema = z.array(faultSchema);

export type Fault = z.output<typeof faultSchema>;
export type FaultEffect = Fault['effect'];
/** What a plan may leave out. */
export type FaultInput = z.input<typeof faultSchema>;

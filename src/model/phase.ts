/** The way of a server's migration, in order. Progress, docs and the workflow's story follow this list. */
export const PHASES = [
  'waiting',
  'preparing',
  'awaiting-cutover',
  'quiescing',
  'creating',
  'verifying',
  'awaiting-retire',
  'retiring',
  'done',
] as const;

/** `compensating` and `held` leave the way; every server ends with an outcome. */
export type Phase = (typeof PHASES)[number] | 'compensating' | 'held';

/** In these it waits for a person. */
export const PARKED_PHASES: readonly Phase[] = ['held', 'awaiting-cutover', 'awaiting-retire'];

export const OUTCOMES = [
  /** Verified in the destination, the source retired. */
  'migrated',
  /** It had been migrated before: nothing was done. */
  'reused',
  /** Failed, and both clouds are as they were. */
  'compensated',
  /** Failed before anything of the server was changed. */
  'failed',
  /** Verified in the destination, but its source could not be retired: a person is needed. */
  'retire-failed',
  /** Failed, and something could not be undone: a person is needed. */
  'compensation-failed',
  /** Another migration has the server. */
  'refused',
  /** Left out on the operator's word. */
  'skipped',
  'cancelled',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

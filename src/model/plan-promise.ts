import type { Concern } from './concern.ts';

/** What they say is what will be done, or there may be several of them of one subject: another message is another promise. */
const BY_MESSAGE = new Set([
  'availability-zone-dropped',
  'extension-missing',
  'hostname',
  'network-type-kept',
  'quota-unseen',
  'router-address-changes',
  'router-address-kept',
]);

/** How full the destination is at the moment: that there is room again changes nothing of a plan. */
const OF_THE_MOMENT = new Set(['capacity-short', 'no-room-for-flavor']);

/** By what a concern is the same in two plans. The numbers and lists in most messages are as the clouds are just then. */
export function sameness({ code, subject, message }: Concern): string {
  return JSON.stringify([code, subject, ...(BY_MESSAGE.has(code) ? [message] : [])]);
}

/** The warnings that say what a plan does, and that nothing of the source alone decides. */
export function promises(concerns: readonly Concern[]): Concern[] {
  return warnings(concerns).filter(({ code }) => BY_MESSAGE.has(code));
}

/** The warnings of one plan that another has not. */
export function warningsBeyond(concerns: readonly Concern[], other: readonly Concern[]): Concern[] {
  const known = new Set(warnings(other).map(sameness));
  return warnings(concerns).filter((concern) => !known.has(sameness(concern)));
}

export function isOfTheMoment({ code }: Concern): boolean {
  return OF_THE_MOMENT.has(code);
}

function warnings(concerns: readonly Concern[]): Concern[] {
  return concerns.filter(({ severity }) => severity === 'warning');
}

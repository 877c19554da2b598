import { count } from '../../model/count.ts';
import type { Outcome } from '../../model/phase.ts';
import type { MigrationStatus, ServerStatus } from '../migrations/status.ts';

/** What the operator can or must do now, the most urgent first; a sentence each. */
export function nextSteps(status: MigrationStatus): string[] {
  const { name, warnings } = status;
  return [
    ...warnings,
    ...aboutWholeRun(status),
    ...forEndedServers(status),
    ...forWaitingServers(status),
    ...(status.status === 'running' && warnings.length === 0
      ? [`\`pumphouse watch ${name}\` shows progress as it happens.`]
      : []),
  ];
}

function aboutWholeRun(of: MigrationStatus): string[] {
  const { name, status, paused, blocked, failedItems, moreFailedItems = 0 } = of;
  if (blocked) {
    return [
      `Nothing was changed. \`pumphouse plan -f …\` shows the blockers; without them, \`pumphouse migrate -f …\` begins anew.`,
    ];
  }
  if (paused === true) return [`No new server begins until \`pumphouse resume ${name}\`.`];
  if (status === 'running') return [];
  if (status !== 'completed') {
    return [
      `The run ${status === 'failed' ? 'failed' : `was ${status}`} before all servers had their turn: \`pumphouse retry ${name}\` goes on.`,
    ];
  }
  return failedItems.length === 0
    ? []
    : [
        `${count(failedItems.length + moreFailedItems, 'resource')} could not be copied, and what needs them waits: mend the cause, then \`pumphouse retry ${name}\`.`,
      ];
}

function forEndedServers({ name, servers }: MigrationStatus): string[] {
  const ended = (...outcomes: Outcome[]) =>
    servers.filter(({ outcome }) => outcome !== undefined && outcomes.includes(outcome));
  return [
    ...said(
      ended('compensation-failed'),
      (names) =>
        `${names}: something could not be undone. See the concerns, mend it by hand, then \`pumphouse retry ${name} SERVER\`.`,
    ),
    ...said(
      ended('retire-failed'),
      (names) =>
        `${names}: the destination is verified and is the truth; only the source could not be retired. Mend what the error says, then \`pumphouse retry ${name}\` goes on with that.`,
    ),
    ...said(
      ended('compensated', 'failed'),
      (names) =>
        `${names}: both clouds are as they were. Mend what the error says, then \`pumphouse retry ${name}\`.`,
    ),
    ...said(
      ended('refused'),
      (names) =>
        `${names}: another migration has it. When that one is done, \`pumphouse retry ${name}\`.`,
    ),
    ...said(
      ended('cancelled'),
      (names) =>
        `${names}: cancelled, both clouds are as they were. \`pumphouse retry ${name}\` takes it up again.`,
    ),
  ];
}

function forWaitingServers({ name, servers }: MigrationStatus): string[] {
  const at = (wanted: string) =>
    servers.filter(({ phase, outcome }) => outcome === undefined && phase === wanted);
  const held = at('held');
  const gates = (['cutover', 'retire'] as const).flatMap((gate) => {
    const waiting = at(`awaiting-${gate}`);
    return waiting.length === 0
      ? []
      : [`${namesOf(waiting)}: waits for your word: \`pumphouse approve ${name} --gate ${gate}\`.`];
  });
  return held.length === 0
    ? gates
    : [
        `${namesOf(held)}: held with its error. \`pumphouse retry ${name} SERVER\`, \`skip\` or \`rollback\` decides.`,
        ...gates,
      ];
}

/** A sentence about the servers found; none where there are none. */
function said(found: readonly ServerStatus[], text: (names: string) => string): string[] {
  return found.length === 0 ? [] : [text(namesOf(found))];
}

function namesOf(servers: readonly ServerStatus[]): string {
  const names = servers.map(({ name }) => name);
  return names.length <= 5
    ? names.join(', ')
    : `${names.slice(0, 4).join(', ')} and ${names.length - 4} more`;
}

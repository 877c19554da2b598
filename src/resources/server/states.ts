import type { Concern } from '../../model/concern.ts';
import type { ServerResource } from './schema.ts';

/** What becomes of a server by its status. Statuses that are not here are those of a task under way: wait for its end. */
const MOVED = ['ACTIVE', 'SHUTOFF'];
const MOVED_WITHOUT_MEMORY = ['PAUSED', 'SUSPENDED'];
const REMEDIES: Readonly<Record<string, string>> = {
  SHELVED: 'Unshelve it, or leave it out: select.exclude.servers.',
  SHELVED_OFFLOADED: 'Unshelve it, or leave it out: select.exclude.servers.',
  RESCUE: 'Unrescue it first.',
  VERIFY_RESIZE: 'Confirm or revert its resize first.',
  ERROR:
    'Bring it out of ERROR (reset its state, rebuild it), or leave it out: select.exclude.servers.',
  SOFT_DELETED: 'Restore it, or leave it out: select.exclude.servers.',
};

export function stateConcern({
  status,
  taskState,
}: Pick<ServerResource, 'status' | 'taskState'>): Omit<Concern, 'subject'>[] {
  if (taskState !== null) {
    return [
      blocker(`has a task under way (${taskState}).`, 'Wait until it has ended, then plan again.'),
    ];
  }
  if (MOVED.includes(status)) return [];
  if (MOVED_WITHOUT_MEMORY.includes(status)) {
    return [
      {
        severity: 'warning',
        code: 'memory-lost',
        message: `is ${status}: its memory cannot cross clouds, and its copy ends SHUTOFF.`,
        remedy: 'Bring it to ACTIVE or SHUTOFF first if what is in its memory matters.',
      },
    ];
  }
  return [
    blocker(`is ${status}.`, REMEDIES[status] ?? 'Bring it to ACTIVE or SHUTOFF, then plan again.'),
  ];
}

function blocker(message: string, remedy: string): Omit<Concern, 'subject'> {
  return { severity: 'blocker', code: 'server-state', message, remedy };
}

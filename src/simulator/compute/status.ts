/** What a server's vm_state and task_state are called together. */
const REBOOT: Readonly<Record<string, string>> = {
  rebooting: 'REBOOT',
  reboot_pending: 'REBOOT',
  reboot_started: 'REBOOT',
  rebooting_hard: 'HARD_REBOOT',
  reboot_pending_hard: 'HARD_REBOOT',
  reboot_started_hard: 'HARD_REBOOT',
  updating_password: 'PASSWORD',
  migrating: 'MIGRATING',
};
const RESIZE: Readonly<Record<string, string>> = {
  resize_prep: 'RESIZE',
  resize_migrating: 'RESIZE',
  resize_migrated: 'RESIZE',
  resize_finish: 'RESIZE',
};
const REBUILD: Readonly<Record<string, string>> = {
  rebuilding: 'REBUILD',
  rebuild_block_device_mapping: 'REBUILD',
  rebuild_spawning: 'REBUILD',
};

interface State {
  readonly status: string;
  readonly tasks?: Readonly<Record<string, string>>;
}

const STATES: Readonly<Record<string, State>> = {
  active: { status: 'ACTIVE', tasks: { ...REBOOT, ...RESIZE, ...REBUILD } },
  building: { status: 'BUILD' },
  stopped: { status: 'SHUTOFF', tasks: { ...RESIZE, ...REBUILD } },
  resized: { status: 'VERIFY_RESIZE', tasks: { resize_reverting: 'REVERT_RESIZE' } },
  paused: { status: 'PAUSED', tasks: { migrating: 'MIGRATING' } },
  suspended: { status: 'SUSPENDED' },
  rescued: { status: 'RESCUE' },
  error: { status: 'ERROR', tasks: REBUILD },
  deleted: { status: 'DELETED' },
  'soft-delete': { status: 'SOFT_DELETED' },
  shelved: { status: 'SHELVED' },
  shelved_offloaded: { status: 'SHELVED_OFFLOADED' },
};

export function statusOf(vmState: string, taskState: string | null): string {
  const state = STATES[vmState];
  return state?.tasks?.[taskState ?? ''] ?? state?.status ?? 'UNKNOWN';
}

/** Whether there is such a status. */
export function isStatus(status: string): boolean {
  return Object.values(STATES).some(
    (state) => state.status === status || Object.values(state.tasks ?? {}).includes(status),
  );
}

import { Refusal } from '../http/refusal.ts';
import { repr } from '../python.ts';
import type { Call } from '../http/call.ts';
import type { Server } from './state.ts';

type Key = string | number;

const FIELDS: Readonly<Record<string, (server: Server) => Key>> = {
  created_at: ({ number }) => number,
  updated_at: ({ updated }) => updated.getTime(),
  launched_at: ({ launched }) => launched?.getTime() ?? 0,
  terminated_at: ({ deleted }) => deleted?.getTime() ?? 0,
  display_name: ({ name }) => name.toLowerCase(),
  display_description: ({ description }) => description ?? '',
  uuid: ({ id }) => id,
  project_id: ({ projectId }) => projectId,
  user_id: ({ userId }) => userId,
  host: ({ host }) => host?.name ?? '',
  node: ({ host }) => host?.name ?? '',
  hostname: ({ hostname }) => hostname,
  image_ref: ({ imageId }) => imageId,
  key_name: ({ keyName }) => keyName ?? '',
  vm_state: ({ vmState }) => vmState,
  task_state: ({ taskState }) => taskState ?? '',
  power_state: ({ powerState }) => powerState,
  availability_zone: ({ host, zoneAsked }) => host?.zone ?? zoneAsked ?? '',
};

/** Undefined: the newest first, which no sorting is needed for. Keys that Nova ignores are ignored. */
export function orderOf({ query }: Call): ((one: Server, other: Server) => number) | undefined {
  checkKeys(query.getAll('sort_key'));
  const directions = query.getAll('sort_dir');
  const keys = query
    .getAll('sort_key')
    .map((key, index) => ({ field: FIELDS[key], descending: directions[index] !== 'asc' }));
  if (keys.length === 0 && directions[0] !== 'asc') return undefined;
  return (one, other) => {
    for (const { field, descending } of keys) {
      if (field === undefined) continue;
      const order = compare(field(one), field(other));
      if (order !== 0) return descending ? -order : order;
    }
    const order = one.number - other.number;
    return directions.at(-1) === 'asc' ? order : -order;
  };
}

/** What Nova knows, in the order in which it says so. */
const KEYS =
  `access_ip_v4 access_ip_v6 auto_disk_config availability_zone config_drive created_at display_description
display_name host hostname image_ref instance_type_id kernel_id key_name
launch_index launched_at locked_by node power_state progress project_id
ramdisk_id root_device_name task_state terminated_at updated_at user_id uuid
vm_state architecture cell_name cleaned default_ephemeral_device default_swap_device deleted
deleted_at disable_terminate ephemeral_gb ephemeral_key_uuid id key_data launched_on
locked memory_mb os_type reservation_id root_gb shutdown_terminate user_data
vcpus vm_mode`.split(/\s/);

function checkKeys(keys: readonly string[]): void {
  const strange = keys.find((key) => !KEYS.includes(key));
  if (strange === undefined) return;
  throw new Refusal(
    400,
    `Invalid input for query parameters sort_key. Value: ${strange}. ${repr(strange)} is not one of ${repr(KEYS)}`,
  );
}

function compare(one: Key, other: Key): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

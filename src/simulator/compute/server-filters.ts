import { Refusal } from '../http/refusal.ts';
import type { Call } from '../http/call.ts';
import { nicPorts } from './server-view.ts';
import { statusOf } from './status.ts';
import type { Nova, Server } from './state.ts';

type Passes = (server: Server, nova: Nova) => boolean;
type Filter = (value: string) => Passes;

/** Databases compare without regard to case. */
function matches(field: (server: Server) => string | null): Filter {
  return (value) => {
    const pattern = patternOf(value);
    return (server) => pattern.test(field(server) ?? '');
  };
}

function patternOf(value: string): RegExp {
  try {
    return new RegExp(value, 'i');
  } catch {
    throw new Refusal(
      400,
      `Invalid input for query parameters name. Value: ${value}. '${value}' is not a 'regex'`,
    );
  }
}

function equals(field: (server: Server) => string | null): Filter {
  return (value) => (server) => field(server) === value;
}

const since: Filter = (value) => {
  const moment = momentOf('changes-since', value);
  return ({ updated }) => updated.getTime() >= moment;
};

const before: Filter = (value) => {
  const moment = momentOf('changes-before', value);
  return ({ updated }) => updated.getTime() <= moment;
};

function momentOf(key: string, value: string): number {
  const moment = Date.parse(
    /T.*(Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(value) ? value : `${value}Z`,
  );
  if (!Number.isNaN(moment)) return moment;
  throw new Refusal(
    400,
    `Invalid input for query parameters ${key}. Value: ${value}. '${value}' is not a 'date-time'`,
  );
}

const address: Filter = (value) => {
  const pattern = patternOf(value);
  return (server, nova) =>
    nicPorts(nova, server).some(({ fixedIps }) =>
      fixedIps.some(({ ipAddress }) => pattern.test(ipAddress)),
    );
};

const listed = (value: string): string[] => value.split(',');

/** What anyone may filter by. */
const OPEN: Readonly<Record<string, Filter>> = {
  name: matches(({ name }) => name),
  image: equals(({ imageId }) => imageId),
  flavor: equals(({ flavor }) => flavor.id),
  reservation_id: equals(({ reservationId }) => reservationId),
  ip: address,
  ip6: address,
  'changes-since': since,
  'changes-before': before,
  tags: (value) => (server) => listed(value).every((tag) => server.tags.includes(tag)),
  'tags-any': (value) => (server) => listed(value).some((tag) => server.tags.includes(tag)),
  'not-tags': (value) => (server) => !listed(value).every((tag) => server.tags.includes(tag)),
  'not-tags-any': (value) => (server) => !listed(value).some((tag) => server.tags.includes(tag)),
};

/** What admins may filter by; others from 2.83 on. */
const CLOSED: Readonly<Record<string, Filter>> = {
  user_id: equals(({ userId }) => userId),
  availability_zone: equals(({ host, zoneAsked }) => host?.zone ?? zoneAsked),
  vm_state: equals(({ vmState }) => vmState),
  task_state: equals(({ taskState }) => taskState),
  key_name: equals(({ keyName }) => keyName),
  power_state: equals(({ powerState }) => String(powerState)),
  locked: (value) => (server) => (server.locked !== null) === /^(1|t|true|on|y|yes)$/i.test(value),
};

const ADMINS: Readonly<Record<string, Filter>> = {
  ...CLOSED,
  host: equals(({ host }) => host?.name ?? null),
  node: equals(({ host }) => host?.name ?? null),
  uuid: equals(({ id }) => id),
  hostname: equals(({ hostname }) => hostname),
  display_name: matches(({ name }) => name),
  description: matches(({ description }) => description),
  display_description: matches(({ description }) => description),
  image_ref: equals(({ imageId }) => imageId),
};

/** Known, and laid on elsewhere. */
const OTHERS = [
  'status',
  'project_id',
  'tenant_id',
  'all_tenants',
  'limit',
  'marker',
  'sort_key',
  'sort_dir',
  'deleted',
  'soft_deleted',
  'launch_index',
  'kernel_id',
  'ramdisk_id',
  'launched_at',
  'terminated_at',
  'created_at',
  'locked_by',
  'root_device_name',
  'config_drive',
  'access_ip_v4',
  'access_ip_v6',
  'auto_disk_config',
  'progress',
];

/** @throws Refusal 400 where the query has what Nova does not know */
export function filtersOf(
  nova: Nova,
  call: Call,
  everywhere: boolean,
): (server: Server) => boolean {
  const { query, token, microversion } = call;
  checkKeys(call);
  const allowed = token.isAdmin ? { ...OPEN, ...ADMINS } : OPEN;
  const own = !token.isAdmin && microversion >= 83 ? { ...allowed, ...CLOSED } : allowed;
  const filters: Passes[] = [];
  for (const [key, value] of query) {
    if (microversion < 26 && key.includes('tags')) continue;
    const filter = own[key];
    if (filter !== undefined) filters.push(filter(value));
  }
  const statuses = query.getAll('status').map((each) => each.toUpperCase());
  if (statuses.length > 0) {
    filters.push(({ vmState, taskState }) => statuses.includes(statusOf(vmState, taskState)));
  }
  const project = everywhere ? (query.get('project_id') ?? query.get('tenant_id')) : null;
  return (server) =>
    (project === null || server.projectId === project) &&
    filters.every((passes) => passes(server, nova));
}

function checkKeys({ query, microversion }: Call): void {
  if (microversion < 75) return;
  const strange = [...query.keys()].filter(
    (key) => !(key in OPEN) && !(key in ADMINS) && !OTHERS.includes(key) && !key.startsWith('_'),
  );
  if (strange.length === 0) return;
  const names = strange.toSorted().map((key) => `'${key}'`);
  const verb = names.length === 1 ? 'does' : 'do';
  throw new Refusal(400, `${names.join(', ')} ${verb} not match any of the regexes: '^_'`);
}

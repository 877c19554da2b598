/** What a session knows of its own values, to call them by name. */
export interface Names {
  /** Value → placeholder: `6f1c…` → `<server>`. */
  readonly known: ReadonlyMap<string, string>;
  /** All that the session itself says (`literalsOf`): values in it stay as they are. */
  readonly literals: string;
}

const POOL_BOUND = /\b(start|end)"?[=:]"?[\da-f.:]+/g;

/** An address that a cloud draws from a pool may be the pool's first or last by chance: these are not meant. */
export function literalsOf(said: unknown): string {
  return JSON.stringify(said).replaceAll(POOL_BOUND, '');
}

export interface NormaliseOptions {
  readonly list?: 'mine' | 'shape' | undefined;
  readonly ordered?: boolean | undefined;
  readonly hide?: readonly string[] | undefined;
  readonly late?: readonly string[] | undefined;
}

/** An answer's body without what differs from run to run: ids, times, addresses, hosts, secrets become `<type>`. */
export function normalise(body: unknown, names: Names, options: NormaliseOptions = {}): unknown {
  return walk(body, '', { names, options, depth: 0 });
}

interface Walk {
  readonly names: Names;
  readonly options: NormaliseOptions;
  readonly depth: number;
}

/** Values under these keys are an installation's own. */
const OWN: Readonly<Record<string, string>> = {
  'OS-EXT-SRV-ATTR:host': 'host',
  'OS-EXT-SRV-ATTR:hypervisor_hostname': 'host',
  'OS-EXT-SRV-ATTR:instance_name': 'instance',
  'binding:host_id': 'host',
  'os-vol-host-attr:host': 'host',
  'os-vol-mig-status-attr:name_id': 'uuid',
  host: 'host',
  host_name: 'host',
  attached_host: 'host',
  compute_host: 'host',
  region: 'region',
  region_id: 'region',
  adminPass: 'password',
  private_key: 'private key',
  audit_ids: 'audit id',
  'provider:segmentation_id': 'number',
  output: 'text',
  details: 'text',
  standard_attr_id: 'number',
  revision_number: 'number',
};

/** Nova writes a set here, in an order of chance. */
const UNORDERED = 'boot_roles';

/** Addresses under these keys follow from the request. */
const DERIVED = ['gateway_ip', 'start', 'end', 'cidr', 'checksum', 'os_hash_value'];

function walk(value: unknown, key: string, at: Walk): unknown {
  const hidden = at.options.hide?.includes(key) === true ? typeOf(value) : OWN[key];
  if (hidden !== undefined && isScalar(value)) return emptyOr(value, hidden);
  if (key === UNORDERED && typeof value === 'string') return value.split(',').toSorted().join(',');
  if (typeof value === 'string') return text(value, key, at.names);
  if (Array.isArray(value)) return list(value, key, at);
  if (typeof value !== 'object' || value === null) return value;
  const told = Object.entries(value).filter(([name]) => !at.options.late?.includes(name));
  const entries = told.map(([name, inner]) => [
    text(name, '', at.names),
    walk(inner, name, { ...at, depth: at.depth + 1 }),
  ]);
  return Object.fromEntries(entries);
}

function list(values: readonly unknown[], key: string, at: Walk): unknown[] {
  const { list: how, ordered = false } = at.options;
  const whole = at.depth <= 2;
  const mine = whole && how === 'mine' ? values.filter((each) => isMine(each, at.names)) : values;
  const inner = mine.map((each) => walk(each, key, { ...at, depth: at.depth + 1 }));
  if (whole && how === 'shape') return [shapeOf(inner)];
  return ordered ? inner : inner.toSorted((one, two) => compareText(orderOf(one), orderOf(two)));
}

/** By id where there is one: what else differs then stays beside its counterpart. */
function orderOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : '';
  return `${typeof id === 'string' ? id : ''} ${write(value)}`;
}

function isMine(value: unknown, { known }: Names): boolean {
  const written = write(value);
  return [...known].some(([each, name]) => !isCommon(name) && written.includes(each));
}

/** Everybody's things hold these. */
function isCommon(placeholder: string): boolean {
  return /^<(admin|adminProject|region|role_\w+|compute|identity|image|network|volume)>$/.test(
    placeholder,
  );
}

/** One element that has what all have: keys and types. */
function shapeOf(values: readonly unknown[]): unknown {
  if (values.length === 0) return 'nothing';
  if (!values.every((each) => typeof each === 'object' && each !== null && !Array.isArray(each))) {
    return [...new Set(values.map((each) => (Array.isArray(each) ? 'list' : typeOf(each))))]
      .toSorted()
      .join(' or ');
  }
  const keys = new Set(values.flatMap((each) => Object.keys(each as object)));
  return Object.fromEntries(
    [...keys].toSorted().map((key) => {
      const inner = values.flatMap((each) =>
        key in (each as object) ? [(each as Record<string, unknown>)[key]] : [],
      );
      return [inner.length === values.length ? key : `${key}?`, shapeOf(inner)];
    }),
  );
}

const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const TIME = /\b20(?:2[5-9]|[3-9]\d)-\d\d-\d\d([T ])\d\d:\d\d(?::\d\d)?(\.\d+)?(Z|\+00:00)?/g;
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/gAAAA[\w=-]{20,}/g, '<token>'],
  [/\breq-[0-9a-f-]{36}\b/g, '<request id>'],
  [UUID, '<uuid>'],
  [/\bhttp:\/\/127\.0\.0\.1:\d+/g, '<another service>'],
  [/\b[0-9a-f]{56,128}\b/g, '<hash>'],
  [/\b[0-9a-f]{32}\b/g, '<hex>'],
  [/\br-[0-9a-z]{8}\b/g, '<reservation>'],
  // The hypervisor's choice: a bus.
  [/\/dev\/[sv]d(?=[a-z]\b)/g, '/dev/<bus>d'],
  [/\binstance-[0-9a-f]{8}\b/g, '<instance>'],
  [/(?<![:\w])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![:\w])/gi, '<mac>'],
];
const ADDRESS =
  /(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-f]{1,4}:){2,7}[0-9a-f]{1,4}|(?:[0-9a-f]{1,4}:)+(?::[0-9a-f]{1,4})+|::(?:[0-9a-f]{1,4})?)(?![\w:])/gi;

/** The name that Neutron makes of an address. */
const NAMED = /\bhost-([\da-f]+(?:-{1,2}[\da-f]+){2,7})\b/gi;

/** Keystone, Nova and Glance print the whole schema that a body has failed. */
const SCHEMA = /(Failed validating '\w+' in schema[^:\n]*)[\s\S]*$/;

export function text(value: string, key: string, { known, literals }: Names): string {
  let result = value.replace(SCHEMA, '$1');
  for (const [each, name] of known) result = result.replaceAll(each, name);
  if (DERIVED.includes(key)) return result;
  result = result.replaceAll(
    TIME,
    (_all, between: string, fraction?: string, zone?: string) =>
      `<time${between === ' ' ? ' with space' : ''}${fraction === undefined ? '' : `.${fraction.length - 1}`}${zone ?? ''}>`,
  );
  for (const [pattern, name] of PATTERNS) {
    result = result.replaceAll(pattern, (found) => (literals.includes(found) ? found : name));
  }
  result = result.replaceAll(NAMED, (found, digits: string) => {
    const isFour = /^\d+(-\d+){3}$/.test(digits);
    const address = digits.replaceAll('-', isFour ? '.' : ':');
    return isSaid(address, literals) ? found : `host-<ipv${isFour ? 4 : 6}>`;
  });
  return result.replaceAll(ADDRESS, (found) => {
    if (isSaid(found, literals) || /^(0\.0\.0\.0|::|127\.0\.0\.1)$/.test(found)) return found;
    return found.includes(':') ? '<ipv6>' : '<ipv4>';
  });
}

/** Whole: 10.0.0.1 is not said where 10.0.0.10 is. */
function isSaid(address: string, literals: string): boolean {
  return literals.includes(address) && literals.split(/[^\da-f.:]+/i).includes(address);
}

function emptyOr(value: unknown, name: string): unknown {
  return value === null || value === '' ? value : `<${name}>`;
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function typeOf(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

/** JSON with keys in their order, so that equal values are written alike. */
export function write(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => compareText(a, b)))
      : inner,
  );
}

function compareText(one: string, two: string): number {
  if (one === two) return 0;
  return one < two ? -1 : 1;
}

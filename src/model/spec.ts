import { z } from 'zod';
import { addressMistakes } from './address-mapping.ts';
import { mistakeIn } from './mapping.ts';

const name = z.string().min(1);
const seconds = z.number().int().positive();
const names = z.array(name).min(1);

/** What a server must answer, in the destination, before its source is retired. All must pass within `deadlineSeconds`. */
const probe = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('tcp').describe('A TCP connection is accepted'),
    port: z.number().int().min(1).max(65535),
    address: z.enum(['fixed', 'floating']).default('floating'),
  }),
  z.strictObject({
    type: z.literal('http').describe('GET answers with the expected status'),
    port: z.number().int().min(1).max(65535).default(80),
    path: z.string().startsWith('/').default('/'),
    status: z.number().int().default(200),
    address: z.enum(['fixed', 'floating']).default('floating'),
  }),
  z.strictObject({
    type: z.literal('console').describe('The console output contains a text'),
    contains: name,
  }),
]);

const serverOptions = z.strictObject({
  quiesce: z
    .enum(['suspend', 'stop', 'none'])
    .default('suspend')
    .describe('How a running source is brought to rest before its copy is made'),
  retire: z
    .enum(['stop', 'shelve', 'delete', 'keep'])
    .default('stop')
    .describe('What becomes of the source once the destination is verified'),
  discardRootDisk: z
    .boolean()
    .default(false)
    .describe(
      'Needed with `retire: delete`: what a server wrote to its root disk since boot is gone with it',
    ),
  approve: z
    .array(z.enum(['cutover', 'retire']))
    .default([])
    .describe('Gates at which every server waits for `pumphouse approve`'),
  onFailure: z
    .enum(['compensate', 'hold'])
    .default('compensate')
    .describe('`hold` parks a failed server with its error until retry, skip or rollback is said'),
  probes: z
    .array(probe)
    .default([])
    .describe('What a server must answer in the destination before its source is retired'),
  deadlineSeconds: seconds
    .default(600)
    .describe('How long a server may take to become ACTIVE, and its probes to pass'),
});

const mapping = z.record(name, name).superRefine((entries, context) => {
  for (const [entry, to] of Object.entries(entries)) {
    const message = mistakeIn(entry, to);
    if (message !== undefined) context.addIssue({ code: 'custom', path: [entry], message });
  }
});

const addressMapping = z
  .record(name, name)
  .superRefine((entries, context) => {
    for (const { key, expected } of addressMistakes(entries)) {
      context.addIssue({ code: 'custom', path: [key], message: expected });
    }
  })
  .describe(
    'Addresses and ranges (IPv4, IPv6) of the source → those of the destination, of the same prefix length, or `any`: the destination chooses. The most specific key goes before the others (docs/networks.md)',
  );

/** What the operator may map; availability zones and physical networks are no resources, yet have names of their own in each cloud. */
export const MAPPABLE = [
  'domain',
  'project',
  'user',
  'group',
  'role',
  'address-scope',
  'subnet-pool',
  'address-group',
  'qos-policy',
  'network',
  'subnet',
  'router',
  'security-group',
  'flavor',
  'keypair',
  'image',
  'server-group',
  'availability-zone',
  'physical-network',
] as const;

/** A server must match one word of each key that is given. Words are ids, names, or patterns with `*`. */
const serverWords = {
  servers: names.optional().describe('Servers'),
  tags: names.optional().describe('Servers with one of these tags'),
  metadata: z
    .record(name, z.string())
    .optional()
    .describe('Servers whose metadata has each of these keys with this value'),
  hosts: names.optional().describe('Servers on these hypervisor hosts'),
  statuses: names.optional().describe('Servers in one of these states: ACTIVE, SHUTOFF, …'),
  images: names.optional().describe('Servers that boot from these images'),
  networks: names.optional().describe('Servers with a port on one of these networks'),
};

const resourceWords = z.strictObject({
  kind: names.optional().describe('Of these kinds, as `pumphouse inventory` names them'),
  project: names.optional().describe('Owned by these projects'),
  name: names.optional().describe('Of these names'),
  id: names.optional().describe('With these ids'),
});

/** The operator's word on one migration, as read from YAML. Resources are named by id or by name. */
export const specSchema = z
  .strictObject({
    name: z
      .string()
      .regex(
        /^[a-z0-9]([a-z0-9-]{0,34}[a-z0-9])?$/,
        'lower-case letters, digits and dashes, at most 36',
      )
      .describe('Names the migration: its workflow is migration/<name>'),
    source: name.describe('The source cloud, as clouds.yaml names it'),
    destination: name.describe('The destination cloud, as clouds.yaml names it'),
    strategy: z
      .enum(['dependencies', 'all'])
      .default('dependencies')
      .describe(
        'Which meta-resources are copied: what the selection needs, or all of the source (narrowed by include and exclude)',
      ),
    select: z
      .strictObject({
        projects: names
          .optional()
          .describe(
            'Servers of these projects. A project that nothing else narrows comes whole: with its quotas and role assignments',
          ),
        ...serverWords,
        serversFrom: name
          .optional()
          .describe('A file with more words for `servers`, one a line, beside the spec'),
        exclude: z
          .strictObject({
            projects: names.optional().describe('Servers of these projects'),
            ...serverWords,
          })
          .optional()
          .describe('Not these: a server that matches any of the keys is left out'),
      })
      .optional()
      .describe(
        'The workload: what moves. Each key narrows it; words are ids, names, or patterns with `*`. Without it, only meta-resources are copied (strategy: all)',
      ),
    include: z
      .array(resourceWords)
      .min(1)
      .optional()
      .describe(
        'With strategy: all, only the meta-resources that match one of these, and what they need',
      ),
    exclude: z
      .array(resourceWords)
      .min(1)
      .optional()
      .describe(
        'With strategy: all, not those that match one of these, unless something else needs them',
      ),
    mappings: z
      .strictObject({
        ...(Object.fromEntries(MAPPABLE.map((kind) => [kind, mapping.optional()])) as Record<
          (typeof MAPPABLE)[number],
          z.ZodOptional<typeof mapping>
        >),
        address: addressMapping.optional(),
      })
      .default({})
      .describe(
        'This source resource is that destination resource: source id, name or pattern (`team-*`) → destination id or name (`legacy-*`)',
      ),
    quotas: z
      .enum(['own', 'all'])
      .default('own')
      .describe(
        'Which limits of a project that comes whole are carried: those that are not the source’s defaults, or every one that is not the destination’s',
      ),
    sharedSegments: names
      .optional()
      .describe(
        'Source networks whose layer-2 segment both clouds share: a server is taken off them before its copy answers there',
      ),
    server: serverOptions.prefault({}).describe('How each server is moved'),
    limits: z
      .strictObject({
        servers: z
          .number()
          .int()
          .min(1)
          .max(200)
          .default(4)
          .describe('Servers of a project under way at once'),
        transfers: z.number().int().min(1).max(64).default(4).describe('Images under way at once'),
      })
      .prefault({})
      .describe('How much goes on at once'),
  })
  .superRefine((spec, context) => {
    const wrong = (key: 'select' | 'include' | 'exclude', message: string): void =>
      context.addIssue({ code: 'custom', path: [key], message, input: spec[key] });
    const { exclude: _exclude, ...narrowing } = spec.select ?? {};
    if (spec.strategy !== 'all') {
      if (spec.select === undefined) wrong('select', 'a selection (or `strategy: all`)');
      if (spec.include !== undefined) wrong('include', 'nothing without `strategy: all`');
      if (spec.exclude !== undefined) wrong('exclude', 'nothing without `strategy: all`');
    }
    if (spec.select !== undefined && Object.values(narrowing).every((each) => each === undefined)) {
      wrong('select', 'a key that says what is selected, as `projects` or `servers`');
    }
  });

/** The spec with every default filled in. */
export type Spec = z.infer<typeof specSchema>;
export type ServerOptions = Spec['server'];
export type Selection = NonNullable<Spec['select']>;
export type ServerWords = Omit<NonNullable<Selection['exclude']>, 'projects'>;
export type ResourceWords = NonNullable<Spec['include']>[number];
export type Probe = ServerOptions['probes'][number];
export type Mappings = Spec['mappings'];

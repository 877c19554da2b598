import { z } from 'zod';

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

const mapping = z.record(name, name);

/** What the operator may map; availability zones and physical networks are no resources, yet have names of their own in each cloud. */
const MAPPABLE = [
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

/** The operator's word on one migration, as read from YAML. Resources are named by id or by name. */
export const specSchema = z.strictObject({
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
    .enum(['dependencies'])
    .default('dependencies')
    .describe('Which meta-resources are copied'),
  select: z
    .strictObject({
      projects: names.describe('All servers of these projects, unless `servers` narrows it'),
      servers: names.optional().describe('Only these servers of the projects'),
      exclude: z.strictObject({ servers: names }).optional().describe('Not these servers'),
    })
    .describe('The workload: what moves'),
  mappings: z
    .strictObject(
      Object.fromEntries(MAPPABLE.map((kind) => [kind, mapping.optional()])) as Record<
        (typeof MAPPABLE)[number],
        z.ZodOptional<typeof mapping>
      >,
    )
    .default({})
    .describe(
      'This source resource is that destination resource: source id or name → destination id or name',
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
});

/** The spec with every default filled in. */
export type Spec = z.infer<typeof specSchema>;
export type ServerOptions = Spec['server'];
export type Probe = ServerOptions['probes'][number];
export type Mappings = Spec['mappings'];

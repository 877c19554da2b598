import type { Schema } from './schema.ts';
import * as types from './types.ts';

const { exactly, name, text, uuid } = types;

const deviceV2: Schema = exactly({
  virtual_name: { type: 'string', maxLength: 255 },
  volume_id: uuid,
  snapshot_id: uuid,
  volume_size: { type: ['integer', 'string'], pattern: '^[0-9]+$', minimum: 1 },
  device_name: { type: 'string', minLength: 1, maxLength: 255 },
  delete_on_termination: types.boolean,
  no_device: {},
  connection_info: text,
  source_type: { type: 'string', enum: ['volume', 'image', 'snapshot', 'blank'] },
  uuid: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[a-zA-Z0-9._-]*$' },
  image_id: uuid,
  destination_type: { type: 'string', enum: ['local', 'volume'] },
  guest_format: { type: 'string', maxLength: 255 },
  device_type: { type: 'string', maxLength: 255 },
  disk_bus: { type: 'string', maxLength: 255 },
  boot_index: { type: ['integer', 'string', 'null'], pattern: '^-?[0-9]+$' },
});

const BASE: Readonly<Record<string, Schema>> = {
  name,
  imageRef: { oneOf: [uuid, { type: 'string', maxLength: 0 }] },
  flavorRef: { type: ['string', 'integer'], minLength: 1 },
  adminPass: text,
  metadata: types.metadata,
  // In this place; `createServer` says what it may hold.
  networks: {},
  'OS-DCF:diskConfig': types.diskConfig,
  accessIPv4: { type: 'string', format: 'ipv4' },
  accessIPv6: { type: 'string', format: 'ipv6' },
  availability_zone: name,
  config_drive: types.boolean,
  key_name: name,
  min_count: types.positive,
  max_count: types.positive,
  return_reservation_id: types.boolean,
  security_groups: { type: 'array', items: exactly({ name }) },
  user_data: { type: 'string', format: 'base64', maxLength: 65535 },
};

const hints: Schema = { type: 'object', properties: { group: uuid } };
const personality: Schema = {
  type: 'array',
  items: exactly({ path: text, contents: { type: 'string', format: 'base64' } }),
};

function networks(microversion: number): Schema {
  const items = exactly({
    fixed_ip: { type: 'string', format: 'ip' },
    port: { oneOf: [uuid, { type: 'null' }] },
    uuid: microversion >= 37 ? uuid : text,
    ...(microversion === 32 || microversion >= 42 ? { tag: types.tag } : {}),
  });
  const list: Schema = { type: 'array', items };
  if (microversion < 37) return list;
  return { oneOf: [list, { type: 'string', enum: ['none', 'auto'] }] };
}

function device(microversion: number): Schema {
  const { properties = {} } = deviceV2;
  return exactly({
    ...properties,
    ...(microversion === 32 || microversion >= 42 ? { tag: types.tag } : {}),
    ...(microversion >= 67 ? { volume_type: { type: ['string', 'null'] } } : {}),
  });
}

/** The later fields, and the microversion of each. */
const LATER: readonly (readonly [number, Readonly<Record<string, Schema>>])[] = [
  [19, { description: types.description }],
  [52, { tags: types.tags }],
  [
    63,
    {
      trusted_image_certificates: {
        type: ['array', 'null'],
        minItems: 1,
        maxItems: 50,
        uniqueItems: true,
        items: text,
      },
    },
  ],
  [74, { host: name, hypervisor_hostname: name }],
  [90, { hostname: types.hostname }],
];

export function createServer(microversion: number): Schema {
  const later = LATER.filter(([since]) => microversion >= since).map(([, fields]) => fields);
  const fields: Record<string, Schema> = Object.assign({}, BASE, ...later);
  fields['networks'] = networks(microversion);
  fields['block_device_mapping'] = { type: 'array', items: device(1) };
  fields['block_device_mapping_v2'] = { type: 'array', items: device(microversion) };
  if (microversion < 57) fields['personality'] = personality;
  const required = ['name', 'flavorRef', ...(microversion >= 37 ? ['networks'] : [])];
  return exactly(
    {
      server: exactly(fields, required),
      'os:scheduler_hints': hints,
      'OS-SCH-HNT:scheduler_hints': hints,
    },
    ['server'],
  );
}

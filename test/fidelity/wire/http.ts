import { z } from 'zod';
import type { ServiceName } from '../../../src/simulator/http/call.ts';
import type { CloudEntry } from './clouds.ts';
import { exchange } from './raw.ts';

/** A request as it goes out; nothing of our client is in it, so that it may say wrong things. */
export interface RawCall {
  readonly service: ServiceName;
  readonly method: string;
  /** Below the versioned endpoint, or `^` and a path below the origin. */
  readonly path: string;
  readonly body?: unknown;
  readonly bytes?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly microversion?: string | undefined;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON where it says that it is, else text; undefined where it is empty. */
  readonly body: unknown;
}

/** Who is logged in where: the endpoints of its token's catalog. */
export interface Login {
  readonly token: string;
  readonly userId: string;
  readonly projectId: string;
  readonly endpoints: Readonly<Record<ServiceName, string>>;
}

const TYPES: Readonly<Record<string, ServiceName>> = {
  identity: 'identity',
  image: 'image',
  compute: 'compute',
  network: 'network',
  volumev3: 'volume',
};
/** What the catalog leaves out. */
const VERSIONS: Readonly<Partial<Record<ServiceName, string>>> = { image: '/v2', network: '/v2.0' };

const tokenSchema = z.looseObject({
  token: z.looseObject({
    user: z.looseObject({ id: z.string() }),
    project: z.looseObject({ id: z.string() }),
    catalog: z.array(
      z.looseObject({
        type: z.string(),
        endpoints: z.array(z.looseObject({ interface: z.string(), url: z.string() })),
      }),
    ),
  }),
});

export interface Credentials {
  readonly user: object;
  readonly project: object;
}

export function adminOf({ auth }: CloudEntry): Credentials {
  const domain = { id: 'default' };
  return {
    user: { name: auth.username, password: auth.password, domain },
    project: { name: auth.project_name, domain },
  };
}

export async function logIn(entry: CloudEntry, { user, project }: Credentials): Promise<Login> {
  const response = await exchange(`${entry.auth.auth_url}/auth/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      auth: { identity: { methods: ['password'], password: { user } }, scope: { project } },
    }),
  });
  const token = response.headers['x-subject-token'];
  if (token === undefined) throw new Error(`No login: ${response.status} ${response.text}`);
  const { token: about } = tokenSchema.parse(JSON.parse(response.text));
  const endpoints: Partial<Record<ServiceName, string>> = {};
  for (const { type, endpoints: found } of about.catalog) {
    const service = TYPES[type];
    const url = found.find((each) => each.interface === 'public')?.url;
    if (service !== undefined && url !== undefined) {
      const version = VERSIONS[service] ?? '';
      endpoints[service] = url.endsWith(version) ? url : `${url}${version}`;
    }
  }
  return {
    token,
    userId: about.user.id,
    projectId: about.project.id,
    endpoints: endpoints as Login['endpoints'],
  };
}

/** Sends it with a login's token, or (`anonymous`) without. */
export async function send(
  login: Login,
  call: RawCall,
  { anonymous = false } = {},
): Promise<RawAnswer> {
  const endpoint = login.endpoints[call.service];
  const url = call.path.startsWith('^')
    ? `${new URL(endpoint).origin}${call.path.slice(1)}`
    : `${endpoint}${call.path}`;
  const body = call.bytes ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const { status, headers, text } = await exchange(url, {
    method: call.method,
    headers: {
      accept: 'application/json',
      ...(anonymous ? {} : { 'x-auth-token': login.token }),
      ...(body === undefined ? {} : { 'content-type': contentType(call) }),
      ...microversion(call),
      ...call.headers,
    },
    body,
  });
  return { status, headers, body: read(text, headers['content-type'] ?? '') };
}

function contentType({ bytes }: RawCall): string {
  return bytes === undefined ? 'application/json' : 'application/octet-stream';
}

function microversion({ service, microversion: version }: RawCall): Record<string, string> {
  return version === undefined ? {} : { 'openstack-api-version': `${service} ${version}` };
}

function read(text: string, type: string): unknown {
  if (text === '') return undefined;
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

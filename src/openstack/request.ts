import { z } from 'zod';
import { UnsupportedError } from '../errors/migration.ts';
import { hasStatus } from '../errors/openstack.ts';
import { requireEndpoint } from './catalog.ts';
import type { CloudConfig } from './cloud-config.ts';
import type { CallOptions, ListOptions, Service, ServiceVersions } from './cloud.ts';
import { exchangeText, refusal } from './exchange.ts';
import type { Exchange, Line, TextAnswer } from './exchange.ts';
import type { IdentityDatabase } from './identity-database/identity-database.ts';
import { checkMicroversion, microversionHeader, unsupported } from './microversion.ts';
import { nextQuery, pageLinks } from './pages.ts';
import { parseAnswer } from './parse.ts';
import { queryString } from './query.ts';
import { withToken } from './session.ts';
import type { Session } from './session.ts';
import type { Token } from './token.ts';

/** What requests of one cloud and scope need. */
export interface Context {
  readonly config: CloudConfig;
  readonly line: Line;
  readonly session: Session;
  /** One for all scopes; undefined where clouds.yaml names none. */
  readonly database: IdentityDatabase | undefined;
  versions(service: Service, token: Token): Promise<ServiceVersions | undefined>;
}

const TIMEOUT_MS = 60_000;

/** Sends one request with a token and reads its answer. */
export async function callService(
  context: Context,
  service: Service,
  options: CallOptions,
): Promise<{ exchange: Exchange; answer: TextAnswer }> {
  return withToken(context.session, options.signal, async (token) => {
    const exchange = await prepare(context, service, options, token);
    try {
      return { exchange, answer: await exchangeText(context.line, exchange) };
    } catch (error) {
      throw refusedMicroversion(context, service, options, error);
    }
  });
}

/** The request, without anything sent yet but a question for the service's versions. @throws UnsupportedError */
export async function prepare(
  context: Context,
  service: Service,
  options: CallOptions,
  token: Token,
): Promise<Exchange> {
  const { method = 'GET', path, query, body, headers, microversion, signal } = options;
  const endpoint = requireEndpoint(context.config, token, service);
  if (microversion !== undefined) {
    const versions = await context.versions(service, token);
    const call = `${method} ${path}`;
    if (versions) checkMicroversion(context.config.name, service, call, microversion, versions);
  }
  return {
    service,
    method,
    url: `${endpoint}${path}${queryString(query)}`,
    headers: {
      Accept: 'application/json',
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      ...microversionHeader(service, microversion),
      ...headers,
      'X-Auth-Token': token.value,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
    repeatable: options.repeatable ?? method !== 'POST',
    signal,
    timeoutMs: options.timeoutMs ?? context.config.timeoutMs ?? TIMEOUT_MS,
  };
}

/** All pages, lazily. */
export async function* listService<Schema extends z.ZodType>(
  context: Context,
  service: Service,
  options: ListOptions<Schema>,
): AsyncGenerator<z.output<Schema>> {
  const { path, key, schema, pageSize, query, ...rest } = options;
  const page = z.looseObject({ [key]: z.array(schema) });
  let search = queryString(pageSize === undefined ? query : { limit: pageSize, ...query });
  for (;;) {
    const { exchange, answer } = await callService(context, service, {
      ...rest,
      path: `${path}${search}`,
    });
    const body = parseAnswer(context.line, exchange, answer, page);
    yield* body[key] ?? [];
    const links = pageLinks.parse(body);
    const next = nextQuery(links, key);
    if (next === undefined && links.truncated === true) throw truncated(context, exchange);
    if (next === undefined) return;
    if (next === search) {
      throw refusal(context.line, exchange, answer, 'the link to the next page leads back to it');
    }
    search = next;
  }
}

/** Keystone without pagination cuts a list at its `list_limit`: https://docs.openstack.org/api-ref/identity/v3/ */
function truncated({ config }: Context, { method, url }: Exchange): UnsupportedError {
  return new UnsupportedError(
    `cloud ${config.name}: ${method} ${url} is cut at Keystone's list_limit: raise [DEFAULT] list_limit in keystone.conf`,
  );
}

function refusedMicroversion(
  { config }: Context,
  service: Service,
  { method = 'GET', path, microversion }: CallOptions,
  error: unknown,
): unknown {
  if (microversion === undefined || !hasStatus(error, 406)) return error;
  return unsupported(config.name, service, `${method} ${path}`, microversion, error.detail);
}

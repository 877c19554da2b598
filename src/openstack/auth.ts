import { UsageError } from '../errors/migration.ts';
import type { CloudConfig, Named, NamedInDomain } from './cloud-config.ts';
import { versionedEndpoint } from './endpoint.ts';
import { exchangeText, refusal } from './exchange.ts';
import type { Exchange, Line } from './exchange.ts';
import { parseAnswer } from './parse.ts';
import { readToken, tokenAnswer } from './token.ts';
import type { Token } from './token.ts';

const TIMEOUT_MS = 60_000;

/**
 * Logs in, scoped as the configuration says or to one project.
 * https://docs.openstack.org/api-ref/identity/v3/#password-authentication-with-scoped-authorization
 */
export async function logIn(
  line: Line,
  config: CloudConfig,
  projectId: string | undefined,
): Promise<Token> {
  const exchange: Exchange = {
    service: 'identity',
    method: 'POST',
    url: `${versionedEndpoint('identity', config.authUrl, undefined)}/auth/tokens`,
    headers: { Accept: 'application/json', 'Content-Type': 'application/json' },
    body: JSON.stringify({ auth: { identity: identity(config), ...scope(config, projectId) } }),
    // A second token does no harm.
    repeatable: true,
    timeoutMs: config.timeoutMs ?? TIMEOUT_MS,
  };
  const answer = await exchangeText(line, exchange);
  const value = answer.headers['x-subject-token'];
  if (value === undefined)
    throw refusal(line, exchange, answer, 'no X-Subject-Token in the answer');
  const token = readToken(value, parseAnswer(line, exchange, answer, tokenAnswer).token);
  checkProject(config, token, projectId);
  return token;
}

/** Only an application credential comes with a project that was not asked for. */
function checkProject(config: CloudConfig, token: Token, projectId: string | undefined): void {
  if (config.login.type !== 'application credential') return;
  if (projectId === undefined || token.project?.id === projectId) return;
  throw new UsageError(
    `cloud ${config.name}: its application credential is bound to project ${token.project?.id} and cannot log in to ${projectId}: ` +
      'give the cloud a user and a password in clouds.yaml',
  );
}

function identity({ login }: CloudConfig): Record<string, unknown> {
  if (login.type === 'password') {
    const user = { ...inDomain(login.user), password: login.password };
    return { methods: ['password'], password: { user } };
  }
  if (login.type === 'token') return { methods: ['token'], token: { id: login.token } };
  const user = login.user === undefined ? {} : { user: inDomain(login.user) };
  return {
    methods: ['application_credential'],
    application_credential: { ...named(login), ...user, secret: login.secret },
  };
}

function scope(config: CloudConfig, projectId: string | undefined): Record<string, unknown> {
  // Keystone refuses a scope beside an application credential, which has its own.
  if (config.login.type === 'application credential') return {};
  if (projectId !== undefined) return { scope: { project: { id: projectId } } };
  if (config.scope.type === 'project') {
    return { scope: { project: inDomain(config.scope.project) } };
  }
  return config.scope.type === 'domain' ? { scope: { domain: named(config.scope.domain) } } : {};
}

function inDomain({ domain, ...rest }: NamedInDomain): Record<string, unknown> {
  const byId = rest.id !== undefined || domain === undefined;
  return { ...named(rest), ...(byId ? {} : { domain: named(domain) }) };
}

function named({ id, name }: Named): Named {
  if (id !== undefined) return { id };
  return name === undefined ? {} : { name };
}

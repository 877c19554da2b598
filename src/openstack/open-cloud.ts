import { loadCloudConfig } from './clouds-yaml.ts';
import { findEndpoint } from './catalog.ts';
import type { CloudConfig } from './cloud-config.ts';
import type { Cloud, CloudIdentity, Service, ServiceVersions } from './cloud.ts';
import type { Line } from './exchange.ts';
import { openConnections } from './http-agent.ts';
import { openIdentityDatabase } from './identity-database/open.ts';
import { discoverVersions } from './microversion.ts';
import { parseAnswer } from './parse.ts';
import type { RequestEvent } from './request-log.ts';
import { callService, listService } from './request.ts';
import type { Context } from './request.ts';
import { openSession, withToken } from './session.ts';
import { download, upload } from './stream.ts';
import type { Token } from './token.ts';

export interface OpenCloudOptions {
  /** Where `OS_*`, HOME and XDG_CONFIG_HOME are looked up; default process.env. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where clouds.yaml is looked for first; default the process's own. */
  readonly workingDirectory?: string;
  /** Told of every HTTP request: no bodies, no secrets. */
  readonly onRequest?: (event: RequestEvent) => void;
}

/**
 * A cloud as clouds.yaml names it; `envvars` is the one of the `OS_*` variables. Nothing is sent yet.
 * @throws UsageError where there is no such cloud, or its description is wrong
 */
export async function openCloud(name: string, options: OpenCloudOptions = {}): Promise<Cloud> {
  const config = await loadCloudConfig(name, {
    environment: options.environment ?? process.env,
    workingDirectory: options.workingDirectory ?? process.cwd(),
  });
  return cloudOf(config, options.onRequest);
}

function cloudOf(config: CloudConfig, onRequest?: (event: RequestEvent) => void): Cloud {
  const line: Line = { cloud: config.name, connections: openConnections(config), onRequest };
  const projects = new Map<string, Cloud>();
  const versions = versionCache(config, line);
  const database =
    config.identityDatabase && openIdentityDatabase(config.name, config.identityDatabase);
  const scoped = (projectId: string | undefined): Cloud => {
    const session = openSession(line, config, projectId);
    return scopedCloud({ config, line, session, database, versions }, inProject);
  };
  const inProject = (projectId: string): Cloud => {
    const cloud = projects.get(projectId) ?? scoped(projectId);
    projects.set(projectId, cloud);
    return cloud;
  };
  return scoped(undefined);
}

function scopedCloud(context: Context, inProject: (projectId: string) => Cloud): Cloud {
  const { config, line, session, database } = context;
  return {
    name: config.name,
    region: config.region,
    async request(service, options) {
      const { exchange, answer } = await callService(context, service, options);
      return parseAnswer(line, exchange, answer, options.schema);
    },
    async call(service, options) {
      await callService(context, service, options);
    },
    list: (service, options) => listService(context, service, options),
    download: (service, options) => download(context, service, options),
    upload: (service, options) => upload(context, service, options),
    inProject,
    identity: async () => identityOf(await session.token()),
    versions: (service) =>
      withToken(session, undefined, (token) => context.versions(service, token)),
    identityDatabase: () => database,
    close() {
      line.connections.close();
      database?.close();
    },
  };
}

function identityOf(token: Token): CloudIdentity {
  return {
    userId: token.user.id,
    userName: token.user.name,
    userDomainId: token.user.domain.id,
    projectId: token.project?.id,
    projectName: token.project?.name,
    roles: token.roles,
    expiresAt: token.expiresAt,
  };
}

/** Asked once a service, whatever the project: the endpoints differ in the project's id only. */
function versionCache(config: CloudConfig, line: Line): Context['versions'] {
  const known = new Map<Service, Promise<ServiceVersions>>();
  return async (service, token) => {
    const endpoint = findEndpoint(config, token, service);
    if (endpoint === undefined) return undefined;
    const asked = known.get(service) ?? discoverVersions(line, service, endpoint);
    known.set(service, asked);
    try {
      return { ...(await asked), endpoint };
    } catch (error) {
      known.delete(service);
      throw error;
    }
  };
}

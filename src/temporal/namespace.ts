import { isGrpcServiceError } from '@temporalio/client';
import type { ConnectionLike } from '@temporalio/client';
import { UnsupportedError, UsageError } from '../errors/migration.ts';
import { SEARCH_ATTRIBUTES } from '../model/names.ts';

/** The development server keeps ended workflows for a day: too short for anybody's audit. */
const RETENTION_SECONDS = 30 * 24 * 60 * 60;

/** `IndexedValueType` of Temporal's API. */
const KEYWORD = 2;

/** Of gRPC. */
const STATUS = { notFound: 5, alreadyExists: 6, permissionDenied: 7, unimplemented: 12 } as const;

/** What both the client's and the worker's connection offer. */
export type Services = Pick<ConnectionLike, 'workflowService' | 'operatorService'>;

/**
 * Registers the search attributes that a namespace lacks.
 * @throws UnsupportedError with the commands to run, where this login may not; UsageError where there is no such namespace
 */
export async function registerSearchAttributes(
  { workflowService, operatorService }: Services,
  namespace: string,
): Promise<void> {
  const known = await searchAttributes({ workflowService, operatorService }, namespace);
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => !known.has(name));
  if (missing.length === 0) return;
  try {
    await operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, KEYWORD])),
    });
  } catch (error) {
    if (hasStatus(error, STATUS.alreadyExists)) return;
    if (!hasStatus(error, STATUS.permissionDenied, STATUS.unimplemented)) throw error;
    throw new UnsupportedError(
      `Temporal's namespace ${namespace} lacks search attributes, and this login may not add them. ` +
        'Let its administrator run: temporal operator search-attribute create ' +
        `--namespace ${namespace} --type Keyword ${missing.map((name) => `--name ${name}`).join(' ')}`,
      { cause: error },
    );
  }
}

/** Keeps ended workflows for 30 days at least. */
export async function extendRetention(services: Services, namespace: string): Promise<void> {
  const { workflowService } = services;
  const { config } = await describe(services, namespace);
  const seconds = Number(config?.workflowExecutionRetentionTtl?.seconds ?? 0);
  if (seconds >= RETENTION_SECONDS) return;
  await workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: { seconds: RETENTION_SECONDS } as never },
  });
}

async function searchAttributes(services: Services, namespace: string): Promise<Set<string>> {
  try {
    const { customAttributes } = await services.operatorService.listSearchAttributes({ namespace });
    return new Set(Object.keys(customAttributes ?? {}));
  } catch (error) {
    if (hasStatus(error, STATUS.notFound)) throw noSuchNamespace(namespace, error);
    if (!hasStatus(error, STATUS.permissionDenied, STATUS.unimplemented)) throw error;
    // Hosted servers close the operator's API; the namespace's own description names them as well.
    const { config } = await describe(services, namespace);
    return new Set(Object.values(config?.customSearchAttributeAliases ?? {}));
  }
}

async function describe({ workflowService }: Services, namespace: string) {
  try {
    return await workflowService.describeNamespace({ namespace });
  } catch (error) {
    throw hasStatus(error, STATUS.notFound) ? noSuchNamespace(namespace, error) : error;
  }
}

function noSuchNamespace(namespace: string, cause: unknown): UsageError {
  return new UsageError(`Temporal has no namespace ${namespace}: set TEMPORAL_NAMESPACE`, {
    cause,
  });
}

function hasStatus(error: unknown, ...codes: number[]): boolean {
  return isGrpcServiceError(error) && codes.includes(error.code);
}

import { CommanderError } from 'commander';
import { RefusedError } from '../errors/command.ts';
import { DatabaseError } from '../errors/database.ts';
import type { DatabaseProblem } from '../errors/database.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import { BlockedError, UnsupportedError, UsageError } from '../errors/migration.ts';
import { OpenStackError, hasStatus } from '../errors/openstack.ts';
import { UnreachableError } from '../errors/temporal.ts';
import { grpcStatus } from './grpc-status.ts';
import type { ExitCode } from '../errors/exit-codes.ts';

/** The exit code of a command that ended with an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.usage;
  if (error instanceof UsageError || error instanceof UnsupportedError) return EXIT_CODES.usage;
  if (error instanceof BlockedError) return EXIT_CODES.blocked;
  if (error instanceof RefusedError) return EXIT_CODES.conflict;
  if (isUnreachable(error)) return EXIT_CODES.unreachable;
  return EXIT_CODES.failure;
}

/** No answer, or a refused login; a 403 elsewhere only says that this user may not do this. */
function isUnreachable(error: unknown): boolean {
  if (error instanceof UnreachableError) return true;
  if (error instanceof DatabaseError) return UNREACHABLE_DATABASE.has(error.problem);
  if (error instanceof OpenStackError) {
    const atLogin = error.url.endsWith('/auth/tokens');
    return (
      error.status === undefined || hasStatus(error, 401) || (atLogin && hasStatus(error, 403))
    );
  }
  const status = grpcStatus(error);
  return status !== undefined && UNREACHABLE.has(status);
}

const UNREACHABLE_DATABASE: ReadonlySet<DatabaseProblem> = new Set([
  'unreachable',
  'refused',
  'untrusted',
]);

const UNREACHABLE: ReadonlySet<string> = new Set([
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
  'UNAUTHENTICATED',
  'PERMISSION_DENIED',
]);

/** API steps: many, short. */
export const TASK_QUEUE = 'pumphouse';
/** Bulk transfer: few, long; an activity-only queue, so that transfers never starve the API steps. */
export const TRANSFER_QUEUE = 'pumphouse-transfer';

/** Temporal search attributes, all Keyword. */
export const SEARCH_ATTRIBUTES = {
  /** The migration's name. */
  migration: 'PumphouseMigration',
  /** The source project's name. */
  project: 'PumphouseProject',
  /** The source server's name. */
  server: 'PumphouseServer',
  phase: 'PumphousePhase',
  outcome: 'PumphouseOutcome',
} as const;

export function migrationWorkflowId(migration: string): string {
  return `migration/${migration}`;
}

export function projectWorkflowId(migration: string, projectId: string): string {
  return `project/${migration}/${projectId}`;
}

/** The same for every migration to a cloud: Neutron has no unique names, so one at a time looks and creates there. */
export function copyWorkflowId(destinationCloud: string): string {
  return `copy/${destinationCloud}`;
}

/** The same for every migration: it makes the migration of a server exclusive. */
export function serverWorkflowId(sourceCloud: string, serverId: string): string {
  return `server/${sourceCloud}/${serverId}`;
}

/**
 * What a source server was before Pumphouse changed it, kept where no crash can lose it: in the reason of the lock that is its
 * first change (`locked_reason`, at most 255 characters). Unlocking erases it, so that is the last change.
 */
export interface SourceRecord {
  readonly migration: string;
  /** Nova's status: ACTIVE, SHUTOFF, PAUSED, SUSPENDED. */
  readonly status: string;
}

const FORM = /^pumphouse: migration=(\S*) was=(\S+)$/;

export function writeSourceRecord({ migration, status }: SourceRecord): string {
  return `pumphouse: migration=${migration} was=${status}`;
}

/** Undefined for any other reason of a lock. */
export function readSourceRecord(reason: string | null | undefined): SourceRecord | undefined {
  const [, migration, status] = FORM.exec(reason ?? '') ?? [];
  return migration === undefined || status === undefined ? undefined : { migration, status };
}

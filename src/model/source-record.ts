/**
 * What a source server was before Pumphouse changed it, kept where no crash, expired history or other Temporal can lose it: in a tag on
 * the server itself, which is its first change and the last to be taken back.
 */
export interface SourceRecord {
  /** Nova's status: ACTIVE, SHUTOFF, PAUSED, SUSPENDED. */
  readonly status: string;
  /** Locked by somebody else than us: it stays so. */
  readonly locked: boolean;
}

const FORM = /^pumphouse:was=([A-Z_]+)(:locked)?$/;

export function sourceRecordTag({ status, locked }: SourceRecord): string {
  return `pumphouse:was=${status}${locked ? ':locked' : ''}`;
}

/** Undefined where we have not begun with the server. */
export function readSourceRecord(tags: readonly string[]): SourceRecord | undefined {
  for (const tag of tags) {
    const [, status, locked] = FORM.exec(tag) ?? [];
    if (status !== undefined) return { status, locked: locked !== undefined };
  }
  return undefined;
}

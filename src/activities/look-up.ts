import type { ServerResult } from '../model/report.ts';

/** What Temporal knows of a server's workflow. */
export interface LookUp {
  /** `gone`: its history has expired, or there never was one. */
  readonly state: 'running' | 'completed' | 'failed' | 'terminated' | 'gone';
  readonly migration?: string;
  /** It waits for a person. */
  readonly parked?: boolean;
  readonly result?: ServerResult;
}

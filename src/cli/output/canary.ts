import { formatDuration } from './quantities.ts';
import { paragraph } from './table.ts';
import type { CanaryOutcome, CanaryReport } from '../../activities/canary/run.ts';
import type { Terminal } from './terminal.ts';

/** One step: `✓ a volume of 1 GiB  3.2 s`; why it failed stands below. */
export function renderCanaryStep(
  { what, ok, ms, error }: CanaryOutcome,
  terminal: Terminal,
): string {
  const { style } = terminal;
  const sign = ok ? style.good('✓') : style.bad('✗');
  const line = `${sign} ${what}  ${style.dim(formatDuration(ms))}`;
  return error === undefined ? line : `${line}\n${paragraph(error, 4, terminal)}`;
}

export function renderCanaryEnd(
  { ok, interrupted, clean }: CanaryReport,
  destination: string,
  { style }: Terminal,
): string {
  if (ok) return style.good(`A server can be made in ${destination}.`);
  const rest = clean ? ' Nothing of it is left.' : '';
  return `${style.bad(interrupted ? 'The canary was interrupted.' : 'The canary failed.')}${rest}`;
}

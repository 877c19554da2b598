import { parseReferenceKey } from '../../model/reference.ts';
import { formatBytes, formatDuration } from '../output/quantities.ts';
import type { Style } from '../output/style.ts';
import type { WatchEvent } from './events.ts';
import type { MeasuredTransfer } from './rates.ts';

/** One line for a log or a pipe: `18:02:11 web1: creating`; undefined where there is none to be said. */
export function renderEvent(event: WatchEvent, at: Date, style: Style): string | undefined {
  const words = text(event, style);
  return words === undefined ? undefined : `${style.dim(at.toTimeString().slice(0, 8))} ${words}`;
}

/** `412 MiB of 1.0 GiB, 40 %, 85 MiB/s, 7 s left`; what is not known yet is left out. */
export function renderProgress({ bytes, total, rate, etaMs }: MeasuredTransfer): string {
  const parts = [
    total === undefined ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`,
    ...(total === undefined || total === 0 ? [] : [`${Math.floor((bytes / total) * 100)} %`]),
    ...(rate === undefined ? [] : [`${formatBytes(rate)}/s`]),
    ...(etaMs === undefined ? [] : [`${formatDuration(etaMs)} left`]),
  ];
  return parts.join(', ');
}

function text(event: WatchEvent, style: Style): string | undefined {
  switch (event.type) {
    case 'migration':
      return `migration ${event.name}: ${event.status}${reason(event.error)}`;
    case 'server':
      return `${event.name}: ${event.outcome ?? event.phase}${reason(event.error)}`;
    case 'transfer':
      return `${event.kind} ${event.name}: ${renderProgress(event)}`;
    case 'failed-item':
      return style.bad(
        `not copied: ${parseReferenceKey(event.key).kind} ${event.name}: ${event.error}`,
      );
    case 'retrying':
      return style.warning(
        `${event.step} failed and is tried again (${event.attempt}): ${event.error}`,
      );
    case 'concern':
      // The plan has said it, and `status` says it again: here it would hide what happens.
      return undefined;
    case 'silent':
      return style.warning('no worker answers: `pumphouse worker` starts one');
  }
}

function reason(error: string | undefined): string {
  return error === undefined ? '' : `: ${error}`;
}

import { paragraph } from './table.ts';
import type { Concern } from '../../model/concern.ts';
import type { Style } from './style.ts';
import type { Terminal } from './terminal.ts';

const ORDER = ['blocker', 'warning', 'info'] as const;

/** One text a concern, the gravest first: what is the matter, then what to do. */
export function renderConcerns(concerns: readonly Concern[], terminal: Terminal): string[] {
  return ORDER.flatMap((severity) =>
    concerns
      .filter((concern) => concern.severity === severity)
      .map((concern) => {
        const title = paint(severity, terminal.style);
        const what = paragraph(`${title} ${concern.message}`, 0, terminal);
        return `${what}\n${paragraph(`→ ${concern.remedy}`, 2, terminal)}`;
      }),
  );
}

function paint(severity: Concern['severity'], style: Style): string {
  if (severity === 'blocker') return style.bad('blocker:');
  return severity === 'warning' ? style.warning('warning:') : style.dim('info:');
}

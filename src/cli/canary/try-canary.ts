import { propertiesOf } from '../../activities/canary/properties.ts';
import { runCanary } from '../../activities/canary/run.ts';
import { renderCanaryEnd, renderCanaryStep } from '../output/canary.ts';
import type { CanaryReport } from '../../activities/canary/run.ts';
import type { Plan } from '../../model/plan.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import type { CommandContext } from '../context.ts';
import type { OutputFormat } from '../output/data.ts';

interface Trial {
  readonly source: Cloud;
  readonly destination: Cloud;
  readonly plan: Plan;
  readonly output: OutputFormat;
  readonly canaryImage?: string;
  readonly canaryFlavor?: string;
}

/** Runs a canary and tells its steps as they end: beside the plan, or on stderr where a program reads the plan. */
export async function tryCanary(trial: Trial, context: CommandContext): Promise<CanaryReport> {
  const { source, destination, plan, output, canaryImage, canaryFlavor } = trial;
  const { terminal, notice, write } = context;
  const tell = output === 'table' ? (line: string): void => write(`${line}\n`) : notice;
  tell(`\n${terminal.style.bold(`Canary in ${destination.name}`)}`);
  return untilInterrupted(notice, async (signal) => {
    const report = await runCanary({
      destination,
      plan,
      properties: await propertiesOf(source, plan),
      image: canaryImage,
      flavor: canaryFlavor,
      signal,
      onStep: (step) => tell(renderCanaryStep(step, terminal)),
    });
    tell(renderCanaryEnd(report, destination.name, terminal));
    return report;
  });
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first Ctrl-C ends the work by its signal; a second one the process, as ever. */
async function untilInterrupted<Result>(
  notice: CommandContext['notice'],
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const interrupt = (): void => {
    forget();
    notice(
      'Interrupted: what was made is removed. Once more ends at once; a later canary removes the rest.',
    );
    controller.abort();
  };
  const forget = (): void => {
    for (const name of SIGNALS) process.off(name, interrupt);
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    forget();
  }
}

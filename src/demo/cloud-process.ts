import { startSimulation } from '../simulator/start.ts';
import type { FaultInput } from '../simulator/faults/plan.ts';

/** What the clouds' process is told. */
export interface Order {
  readonly faults: readonly FaultInput[];
}

/** What it says: once, when the clouds can be reached; then after each order. */
export type Word = { readonly cloudsYaml: string } | { readonly done: true };

/** How fast the clouds are: their seconds pass in a fraction of ours, slow enough to be watched. */
const PACE = 0.4;

/** A process of its own with both clouds: it ends with the one that started it. */
async function main(): Promise<void> {
  const simulation = await startSimulation({
    clouds: [
      { name: 'old', pace: PACE },
      { name: 'new', pace: PACE, zones: ['az1', 'az2'] },
    ],
  });
  process.on('message', ({ faults }: Order) => {
    simulation.faults.plan(faults);
    say({ done: true });
  });
  process.once('disconnect', () => {
    void simulation.close().finally(() => process.exit(0));
  });
  say({ cloudsYaml: simulation.cloudsYaml });
}

function say(word: Word): void {
  process.send?.(word);
}

// The terminal's Ctrl-C is for the one that started it.
process.on('SIGINT', () => undefined);
await main();

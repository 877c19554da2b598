import { isAbort } from '../../errors/abort.ts';
import { ResourceFailedError, UsageError } from '../../errors/migration.ts';
import { count } from '../../model/count.ts';
import type { Plan } from '../../model/plan.ts';
import type { Cloud } from '../../openstack/cloud.ts';
import { pause } from '../../openstack/pause.ts';
import { chooseCanary } from './choose.ts';
import type { CanaryWishes } from './choose.ts';
import { isLeftBehind, newCanaryName } from './mark.ts';
import { canaryThings, removeThing } from './remove.ts';
import type { CanaryThing } from './remove.ts';
import { CANARY_STEPS } from './steps.ts';
import type { Stage } from './stage.ts';

export interface CanaryRequest extends CanaryWishes {
  readonly destination: Cloud;
  readonly plan: Pick<Plan, 'items'>;
  /** Of the images to be copied (`propertiesOf`). */
  readonly properties?: Readonly<Record<string, string>>;
  /** Aborted: no more is made, and what was made is removed. */
  readonly signal: AbortSignal;
  /** Told of every step as it ends. */
  readonly onStep: (step: CanaryOutcome) => void;
  /** For each step, and each removal; default five minutes. */
  readonly deadlineMs?: number;
}

/** How a step ended. */
export interface CanaryOutcome {
  readonly what: string;
  readonly ok: boolean;
  readonly ms: number;
  /** Why it failed, in the cloud's words. */
  readonly error?: string;
}

export interface CanaryReport {
  /** Everything was made, and removed. */
  readonly ok: boolean;
  readonly interrupted: boolean;
  /** Nothing of it is left in the destination, as far as could be seen. */
  readonly clean: boolean;
  readonly steps: readonly CanaryOutcome[];
}

const DEADLINE_MS = 300_000;
/** A create whose answer was lost may show only now. */
const LOOKS = 2;
const BETWEEN_LOOKS_MS = 1_000;

/**
 * Makes a small server with network and volume in the operator's own project of the destination, and removes it whatever happens;
 * what a canary that died left behind is removed by the next. @throws UsageError where it cannot begin
 */
export async function runCanary(request: CanaryRequest): Promise<CanaryReport> {
  const { signal } = request;
  await requireProject(request.destination);
  const steps: CanaryOutcome[] = [];
  const name = newCanaryName();
  const step = (what: string, work: Work): Promise<boolean> => perform(request, steps, what, work);
  const begun = await step('what an earlier canary left is removed', () => removeLeft(request));
  const made = begun && (await makeAll(request, name, step));
  const ended = await step('all of it is removed again', () =>
    removeOwn(request, name, made ? 1 : LOOKS),
  );
  const ok = steps.every((each) => each.ok) && !signal.aborted;
  return { ok, interrupted: signal.aborted, clean: begun && ended, steps };
}

/** Answers whether there was anything to do: nothing is told of a step that had nothing to do. */
type Work = () => Promise<boolean>;

type Step = (what: string, work: Work) => Promise<boolean>;

async function perform(
  { signal, onStep }: CanaryRequest,
  steps: CanaryOutcome[],
  what: string,
  work: Work,
): Promise<boolean> {
  const begun = performance.now();
  let error: string | undefined;
  try {
    if (!(await work())) return true;
  } catch (thrown) {
    const isInterrupted = signal.aborted && (thrown === signal.reason || isAbort(thrown));
    error = isInterrupted ? 'interrupted' : messageOf(thrown);
  }
  const ended = { what, ok: error === undefined, ms: Math.round(performance.now() - begun) };
  const outcome = error === undefined ? ended : { ...ended, error };
  steps.push(outcome);
  onStep(outcome);
  return outcome.ok;
}

/** Answers whether all was made. */
async function makeAll(request: CanaryRequest, name: string, step: Step): Promise<boolean> {
  const { destination, signal, plan, properties = {}, deadlineMs = DEADLINE_MS } = request;
  let stage: Stage | undefined;
  const chosen = await step('an image and a flavor are chosen', async () => {
    signal.throwIfAborted();
    const choice = await chooseCanary(destination, plan, request);
    const common = { destination, name, properties, deadlineMs, signal };
    stage = { ...common, ...choice, made: new Map() };
    return true;
  });
  if (!chosen || stage === undefined) return false;
  for (const { what, applies, run } of CANARY_STEPS) {
    const on = stage;
    const done = await step(what(on), async () => {
      signal.throwIfAborted();
      if ((await applies?.(on)) === false) return false;
      await run(on);
      return true;
    });
    if (!done) return false;
  }
  return true;
}

/** Of canaries that died; those that are under way elsewhere keep what they have. */
async function removeLeft({
  destination,
  deadlineMs = DEADLINE_MS,
}: CanaryRequest): Promise<boolean> {
  const left = (await canaryThings(destination)).filter(({ name }) => isLeftBehind(name));
  await removeAll(destination, left, deadlineMs);
  return left.length > 0;
}

/** Looks for its own things, by their mark: also what a create made whose answer was lost. Is not interrupted. */
async function removeOwn(
  { destination, deadlineMs = DEADLINE_MS }: CanaryRequest,
  name: string,
  looks: number,
): Promise<boolean> {
  let removed = false;
  for (let look = 1; look <= looks; look += 1) {
    if (look > 1) await pause(BETWEEN_LOOKS_MS, undefined);
    const own = (await canaryThings(destination)).filter((thing) => thing.name === name);
    await removeAll(destination, own, deadlineMs);
    removed ||= own.length > 0;
  }
  return removed;
}

/** Tries them all, whatever becomes of one. @throws ResourceFailedError that names what is left */
async function removeAll(
  destination: Cloud,
  things: readonly CanaryThing[],
  deadlineMs: number,
): Promise<void> {
  const failures: string[] = [];
  for (const thing of things) {
    try {
      await removeThing(destination, thing, deadlineMs);
    } catch (error) {
      failures.push(`${thing.kind} ${thing.name} (${thing.id}): ${messageOf(error)}`);
    }
  }
  if (failures.length === 0) return;
  throw new ResourceFailedError(
    `${count(failures.length, 'resource')} left in ${destination.name}, which a later canary removes: ${failures.join('; ')}`,
  );
}

async function requireProject(destination: Cloud): Promise<void> {
  if ((await destination.identity()).projectId !== undefined) return;
  throw new UsageError(
    `${destination.name}: a canary is made in the project of the login, and this login has none: set project_name in clouds.yaml`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

import { createLogUpdate } from 'log-update';
import { changesBetween } from './events.ts';
import { measureRates } from './rates.ts';
import { renderEvent } from './render-event.ts';
import { renderScreen } from './render-screen.ts';
import type { CommandContext } from '../context.ts';
import type { Look } from './events.ts';
import type { Snapshot } from './snapshot.ts';

/** Shows a migration as it goes on. */
export interface Presenter {
  show(snapshot: Snapshot): void;
  /** Leaves the last picture standing. */
  end(): void;
}

/** A picture that is drawn again on a terminal, else lines; one JSON object a line with `json`. */
export function presenterFor(context: CommandContext, json: boolean): Presenter {
  if (json || !context.terminal.interactive) return linePresenter(context, json);
  const rates = measureRates();
  const draw = createLogUpdate(process.stdout);
  return {
    show: (snapshot) =>
      draw(renderScreen({ ...snapshot, transfers: rates(snapshot.transfers) }, context.terminal)),
    end: () => draw.done(),
  };
}

function linePresenter({ write, terminal }: CommandContext, json: boolean): Presenter {
  const rates = measureRates();
  let before: Look | undefined;
  return {
    show: (snapshot) => {
      const now = { ...snapshot, transfers: rates(snapshot.transfers) };
      for (const event of changesBetween(before, now)) {
        const line = json
          ? JSON.stringify({ time: snapshot.at, ...event })
          : renderEvent(event, snapshot.at, terminal.style);
        if (line !== undefined) write(`${line}\n`);
      }
      before = now;
    },
    end: () => undefined,
  };
}

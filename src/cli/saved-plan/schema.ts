import { z } from 'zod';
import { specSchema } from '../../model/spec.ts';

/** Raised where a plan file of an earlier release no longer says enough. */
export const PLAN_FORMAT = 'pumphouse-plan/3';

const action = z.enum(['create', 'reuse', 'skip', 'blocked']);

/** A plan as `pumphouse plan --save` writes it: JSON. */
export const savedPlanSchema = z.object({
  format: z.literal(PLAN_FORMAT),
  /** When it was made, ISO 8601. */
  made: z.iso.datetime(),
  /** Over all the rest: a file that was edited no longer fits it. */
  digest: z.string(),
  spec: specSchema,
  items: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      name: z.string(),
      action,
      destinationId: z.string().optional(),
      reason: z.string(),
      content: z.record(z.string(), z.string()).optional(),
    }),
  ),
  concerns: z.array(
    z.object({
      severity: z.enum(['blocker', 'warning', 'info']),
      code: z.string(),
      subject: z.string(),
      message: z.string(),
      remedy: z.string(),
    }),
  ),
});

export type SavedPlan = z.output<typeof savedPlanSchema>;
export type SavedItem = SavedPlan['items'][number];

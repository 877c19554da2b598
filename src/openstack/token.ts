import { z } from 'zod';

const named = z.looseObject({ id: z.string(), name: z.string() });

/** The answer of POST /v3/auth/tokens: https://docs.openstack.org/api-ref/identity/v3/#authentication-and-token-management */
export const tokenAnswer = z.looseObject({
  token: z.looseObject({
    expires_at: z.string(),
    issued_at: z.string(),
    user: z.looseObject({
      id: z.string(),
      name: z.string(),
      domain: z.looseObject({ id: z.string() }),
    }),
    project: named.optional(),
    roles: z.array(z.looseObject({ name: z.string() })).optional(),
    catalog: z
      .array(
        z.looseObject({
          type: z.string(),
          endpoints: z.array(
            z.looseObject({
              interface: z.string(),
              url: z.string(),
              region: z.string().nullish(),
              region_id: z.string().nullish(),
            }),
          ),
        }),
      )
      .optional(),
  }),
});

type Body = z.output<typeof tokenAnswer>['token'];

export interface Token {
  /** Secret. */
  readonly value: string;
  /** ISO 8601, by the cloud's clock. */
  readonly expiresAt: string;
  /** Milliseconds of this machine's monotonic clock (performance.now): clocks of clouds differ. */
  readonly deadline: number;
  readonly user: Body['user'];
  readonly project: Body['project'];
  readonly roles: readonly string[];
  readonly catalog: NonNullable<Body['catalog']>;
}

export function readToken(value: string, body: Body): Token {
  const lifetime = Date.parse(body.expires_at) - Date.parse(body.issued_at);
  return {
    value,
    expiresAt: body.expires_at,
    deadline: performance.now() + (Number.isNaN(lifetime) ? 0 : lifetime),
    user: body.user,
    project: body.project,
    roles: (body.roles ?? []).map((role) => role.name),
    catalog: body.catalog ?? [],
  };
}

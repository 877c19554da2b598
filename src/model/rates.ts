/**
 * Measured with `npm run bench:rates` on the lab, 2026-11-28: two clouds and Pumphouse on one machine of two cores, servers four at
 * once, hypervisors emulated. Medians; a real cloud makes servers faster, and its network may be slower.
 */
export const RATES = {
  /** One transfer: 100 MiB/s (71, 100, 167), from Glance to Glance, hashed on both sides. */
  bytesPerSecond: 100 * 1024 * 1024,
  /** A meta-resource without data, made with seven others at once: 1.87 s (28 of project acme). */
  itemMs: 1_900,
  /** A server from its first step to its last: 108 s (66 to 400, of seven). */
  serverMs: 108_000,
  /** Of that, a running one out of service: 51 s (37 to 231, of six). */
  downtimeMs: 51_000,
} as const;

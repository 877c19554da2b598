/** No Temporal server answers, or it refuses the login. `message` says the address and what to do; exit code `unreachable`. */
export class UnreachableError extends Error {
  override name = 'UnreachableError' as const;
}

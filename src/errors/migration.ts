/** Errors named for what the caller does next. Messages say what failed, on what, in which cloud, and what to do. */

/** The operator asked for something that cannot be: a wrong flag, spec or clouds.yaml. Nothing was done. */
export class UsageError extends Error {
  override name = 'UsageError' as const;
}

/** Something in a cloud forbids to begin or go on; a person has to change it. Nothing was changed by this step. */
export class BlockedError extends Error {
  override name = 'BlockedError' as const;
}

/** More than one destination resource could be the one meant. */
export class AmbiguousError extends Error {
  override name = 'AmbiguousError' as const;
}

/** The destination has the resource with other attributes, and it is not ours to change. */
export class ConflictError extends Error {
  override name = 'ConflictError' as const;
}

/** The destination resource differs from its source, or does not answer. */
export class VerificationError extends Error {
  override name = 'VerificationError' as const;
}

/** The cloud lacks a service, extension or microversion that the step needs. */
export class UnsupportedError extends Error {
  override name = 'UnsupportedError' as const;
}

/** A resource went into an error state of its own: `ERROR`, `killed`. `message` carries the cloud's fault text. */
export class ResourceFailedError extends Error {
  override name = 'ResourceFailedError' as const;
}

/** A cloud did not get there in time; it may still. */
export class DeadlineError extends Error {
  override name = 'DeadlineError' as const;
}

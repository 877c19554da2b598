import { DefaultFailureConverter } from '@temporalio/common';

/** With an encryption key, an error's message and stack are encrypted as well. Loaded by its path, also in workflows. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });

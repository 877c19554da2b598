/** Must be found in no history. */
export const SECRETS = ['user-data-s3cret', 'alice-s3cret', 'bob-s3cret'] as const;

export interface ServerShape {
  readonly name: string;
  readonly status: 'ACTIVE' | 'SHUTOFF' | 'PAUSED' | 'SUSPENDED';
  readonly locked: boolean;
  readonly floatingIp: boolean;
  /** Its port is the parent of a trunk with a subport. */
  readonly trunk?: boolean;
  /** A floating IP that several servers share forwards a port to it. */
  readonly forwarding?: boolean;
  /** Its flavor was deleted since. */
  readonly oldFlavor?: boolean;
}

export const WEB: ServerShape = {
  name: 'web',
  status: 'ACTIVE',
  locked: false,
  floatingIp: true,
  trunk: true,
  forwarding: true,
  oldFlavor: true,
};

export const PUBLIC_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ0pJBrm2VTcxLQF7wLxaXBOqYzZfpyIm5kVbDNvVxLJ alice';

/** What an image's first bytes say that it is; `raw` where they say nothing. */
export interface Format {
  readonly name: string;
  /** A qcow2 that is only a layer above another file, or keeps its data in one. */
  readonly backed: boolean;
}

interface Mark {
  readonly name: string;
  readonly at: number;
  readonly bytes: Buffer;
}

/** Where each format of Glance shows itself: https://docs.openstack.org/glance/latest/user/formats.html */
const MARKS: readonly Mark[] = [
  { name: 'qcow2', at: 0, bytes: Buffer.from('QFI\u00fb', 'latin1') },
  { name: 'vmdk', at: 0, bytes: Buffer.from('KDMV') },
  { name: 'vhdx', at: 0, bytes: Buffer.from('vhdxfile') },
  { name: 'vhd', at: 0, bytes: Buffer.from('conectix') },
  { name: 'vdi', at: 0x40, bytes: Buffer.from([0x7f, 0x10, 0xda, 0xbe]) },
  { name: 'iso', at: 0x8001, bytes: Buffer.from('CD001') },
];

/** Bytes in which every mark lies. */
export const START_BYTES = 64 * 1024;

const QCOW2_BACKING_OFFSET = 8;
const QCOW2_INCOMPATIBLE = 72;
const QCOW2_DATA_FILE = 0x4n;

export function formatOf(start: Buffer): Format {
  const mark = MARKS.find(({ at, bytes }) => start.subarray(at, at + bytes.length).equals(bytes));
  const name = mark?.name ?? 'raw';
  return { name, backed: name === 'qcow2' && isBacked(start) };
}

/** Whether a destination that looks at data takes these for what the image says it is: only marked formats are told apart. */
export function agrees(declared: string, found: string): boolean {
  return declared === found || !MARKS.some(({ name }) => name === declared);
}

function isBacked(start: Buffer): boolean {
  if (start.length < QCOW2_INCOMPATIBLE + 8) return false;
  if (start.readBigUInt64BE(QCOW2_BACKING_OFFSET) !== 0n) return true;
  const version = start.readUInt32BE(4);
  return version >= 3 && (start.readBigUInt64BE(QCOW2_INCOMPATIBLE) & QCOW2_DATA_FILE) !== 0n;
}

import { expect, test } from 'vitest';
import { agrees, formatOf, START_BYTES } from '../../../../src/resources/image/format.ts';

function start(mark: string, at = 0): Buffer {
  const bytes = Buffer.alloc(START_BYTES);
  bytes.write(mark, at, 'latin1');
  return bytes;
}

function qcow2(version: number, change: (header: Buffer) => void = () => undefined): Buffer {
  const header = start('QFI\u00fb');
  header.writeUInt32BE(version, 4);
  change(header);
  return header;
}

test('a format is known by its mark, and what has none is raw', () => {
  const found = [
    qcow2(3),
    start('KDMV'),
    start('vhdxfile'),
    start('conectix'),
    start('\u007f\u0010\u00da\u00be', 0x40),
    start('CD001', 0x8001),
    start('MBR'),
    Buffer.from('a'),
  ];
  const names = ['qcow2', 'vmdk', 'vhdx', 'vhd', 'vdi', 'iso', 'raw', 'raw'];
  expect(found.map((each) => formatOf(each).name)).toEqual(names);
});

test('a qcow2 that needs another file is known by its header', () => {
  const backed = qcow2(2, (header) => header.writeBigUInt64BE(104n, 8));
  const split = qcow2(3, (header) => header.writeBigUInt64BE(4n, 72));
  expect([qcow2(2), qcow2(3), backed, split].map((each) => formatOf(each).backed)).toEqual([
    false,
    false,
    true,
    true,
  ]);
});

test('only a format that shows itself can be wrong: raw and ami may hold anything', () => {
  expect(agrees('qcow2', 'qcow2')).toBe(true);
  expect(agrees('qcow2', 'raw')).toBe(false);
  expect(agrees('vmdk', 'qcow2')).toBe(false);
  expect(agrees('raw', 'qcow2')).toBe(true);
  expect(agrees('ami', 'raw')).toBe(true);
});

import type { Server } from './state.ts';

/** What a small guest writes while it boots. The last `lines` of it; all of it where they are undefined or negative. */
export function consoleOf({ hostname, nics, id }: Server, lines: number | undefined): string {
  const text = [
    '[    0.000000] Linux version 5.15.0-71-generic (buildd@lcy02-amd64-044)',
    '[    0.000000] Command line: LABEL=cirros-rootfs ro console=tty1 console=ttyS0',
    '[    0.004000] Hypervisor detected: KVM',
    '[    1.402000] virtio_blk virtio1: [vda] 2097152 512-byte logical blocks',
    '[    2.130000] EXT4-fs (vda1): mounted filesystem with ordered data mode',
    'info: initramfs: up at 2.31',
    'info: copying initramfs to /dev/vda1',
    'info: initramfs loading root from /dev/vda1',
    'info: /etc/init.d/rc.sysinit: up at 3.02',
    'Starting acpid: OK',
    ...nics.map((_nic, index) => `Starting network: udhcpc: eth${index}: lease obtained`),
    'checking http://169.254.169.254/2009-04-04/instance-id',
    `instance-id: ${id}`,
    'Starting dropbear sshd: OK',
    '=== system information ===',
    'Platform: OpenStack Foundation OpenStack Nova',
    'Distro: cirros 0.6.2',
    '',
    "login as 'cirros' user. default password: 'gocubsgo'. use 'sudo' for root.",
    `${hostname} login: `,
  ];
  const last = lines === undefined || lines < 0 ? text : text.slice(text.length - lines);
  return last.join('\n');
}

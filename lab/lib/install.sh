# The packages. Sourced by lab.sh.
# shellcheck shell=bash

installed() { # installed PACKAGE ...
  [ "$(dpkg-query -W -f '${Status}\n' "$@" 2>/dev/null | grep -c '^install ok installed$')" -eq $# ]
}
install() {
  [ "$(id -u)" = 0 ] || die "install needs root"
  # shellcheck disable=SC2086
  installed $PACKAGES || install_packages
  # "mount -t nfs" as a bind mount of the path after the colon: cinder's NFS driver and nova's
  # NFS volumes then work on a kernel without NFS. Not installed over a real mount.nfs.
  if [ ! -e /sbin/mount.nfs ] || grep -q 'pumphouse-lab' /sbin/mount.nfs; then
    /usr/bin/install -m 755 "$HERE/lib/mount.nfs" /sbin/mount.nfs
  fi
}
install_packages() {
  local policy=/usr/sbin/policy-rc.d saved= log=$LAB/log/install.log
  mkdir -p "$LAB/log"
  say "Debian packages: 3-7 minutes (log: $log)"
  # Keep the packages from starting their services; put a policy of the machine back afterwards.
  [ -e $policy ] && saved=$(mktemp) && cp -a $policy "$saved"
  printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy
  apt-get update -qq >"$log" 2>&1
  # shellcheck disable=SC2086
  apt-get install -y -q --no-install-recommends -o Dpkg::Options::=--force-confold -o Dpkg::Options::=--force-unsafe-io \
    $PACKAGES </dev/null >>"$log" 2>&1
  local rc=$?
  if [ -n "$saved" ]; then mv "$saved" $policy; else rm -f $policy; fi
  [ $rc = 0 ] || { tail -n 30 "$log" >&2; die "apt-get install failed: $log"; }
}

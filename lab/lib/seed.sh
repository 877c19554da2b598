# What the clouds hold before a migration. Sourced by lab.sh.
# shellcheck shell=bash

# The files the seed is made of: key pairs, disks. A guest that boots (lib/tiny-image.sh), random
# data of 64 MiB in two formats, and BIG_MIB (default 1024) for throughput.
seed_files() {
  local cache=$LAB/cache user
  mkdir -p "$cache"
  [ -s "$cache/tiny.qcow2" ] || LAB=$LAB bash "$HERE/lib/tiny-image.sh" || die "the tiny image could not be built"
  [ -s "$cache/random64.raw" ] || head -c 64M /dev/urandom >"$cache/random64.raw"
  [ -s "$cache/random64.qcow2" ] || qemu-img convert -f raw -O qcow2 "$cache/random64.raw" "$cache/random64.qcow2"
  [ -s "$cache/big.raw" ] || head -c "${BIG_MIB:-1024}M" /dev/urandom >"$cache/big.raw"
  for user in alice bob; do
    [ -s "$cache/$user" ] || ssh-keygen -q -t ed25519 -N '' -C "$user@lab" -f "$cache/$user"
  done
}
# The snapshot belongs to one seed: a changed one starts from the clouds as they were before it.
seed_mark() { cat "$HERE"/lib/seed*.py "$HERE"/lib/prepare.py | sha256sum | cut -c1-16; }
seed() {
  local t0=$SECONDS c
  [ -r "$LAB/clouds.yaml" ] || die "no cloud here: run 'up' first"
  if [ "$(cat "$LAB/snapshot/taken" 2>/dev/null)" = "$(seed_mark)" ]; then
    say "seeded already; 'reset' brings the clouds back to it"
    return
  fi
  if [ -e "$LAB/snapshot/taken" ]; then reset; fi
  seed_files
  for c in $CLOUDS; do
    case $c in
      src) seed_run seed.py src "$LAB/cache" ;;
      dst) seed_run prepare.py dst ;;
    esac || die "$c: the seed failed"
  done
  mkdir -p "$LAB/snapshot"
  snapshot take || die "the snapshot failed"
  seed_mark >"$LAB/snapshot/taken"
  say "seed: $((SECONDS - t0)) s"
}
seed_run() { env -u OS_CLOUD OS_CLIENT_CONFIG_FILE="$LAB/clouds.yaml" /usr/bin/python3 -B "$HERE/lib/$1" "${@:2}"; }

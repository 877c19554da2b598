# Processes of the lab. Sourced by lab.sh.
# One pid file per process, below $LAB/run; each process leads its own session, so that stopping it
# can take its children (privsep helpers, workers) along.
# shellcheck shell=bash

say() { printf '%s %s\n' "$(date +%T)" "$*" >&2; }
die() { say "lab: $*"; exit 1; }

# After a restart of the machine the numbers in the pid files mean nothing, or other processes.
# The second half tells containers of one kernel apart.
this_boot() { echo "$(cat /proc/sys/kernel/random/boot_id) $(awk '{print $22}' /proc/1/stat)"; }
forget_other_boots() {
  [ -d "$LAB/run" ] || return 0
  [ "$(cat "$LAB/run/boot" 2>/dev/null)" = "$(this_boot)" ] && return
  rm -f "$LAB"/run/*.pid
  this_boot >"$LAB/run/boot"
}

alive() { # alive NAME
  local pid
  pid=$(cat "$LAB/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] && [ -d "/proc/$pid" ] &&
    [ "$(awk '{print $3}' "/proc/$pid/stat" 2>/dev/null)" != Z ]
}
# A clean environment: no proxy, no python path of the caller reaches a service.
cleanly() { # cleanly [VAR=value ...] COMMAND ...: in a subshell
  # A lock of the caller (flock keeps it in a file descriptor) must not live on in a service.
  for fd in "/proc/$BASHPID/fd"/*; do
    fd=${fd##*/}
    if [ "$fd" -gt 2 ]; then eval "exec $fd>&-"; fi
  done
  exec setsid env -i PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin HOME="$LAB/run" LANG=C.UTF-8 "$@"
}
spawn() { # spawn NAME [VAR=value ...] -- COMMAND ...
  local name=$1 vars=()
  shift
  while [ "$1" != -- ]; do vars+=("$1"); shift; done
  shift
  alive "$name" && return 0
  (cleanly "${vars[@]}" "$@") >>"$LAB/log/$name.log" 2>&1 </dev/null &
  echo $! >"$LAB/run/$name.pid"
  disown # else bash reports it when `reset` kills it
}
# Processes of a service that start together share the loading of its modules (lib/forks.py).
forks() { # forks SERVICE NAME=CONFIG_FILE[,CONFIG_FILE ...] ...: those that are not alive
  local service=$1 word dead=()
  shift
  for word in "$@"; do alive "${word%%=*}" || dead+=("$word"); done
  [ ${#dead[@]} -eq 0 ] && return 0
  # PATH: the agents find the lab's ebtables first.
  (cleanly LAB="$LAB" PATH="$HERE/lib/bin:/usr/sbin:/usr/bin:/sbin:/bin" PYTHONDONTWRITEBYTECODE=1 \
    /usr/bin/python3 "$HERE/lib/forks.py" "$service" "${dead[@]}") >>"$LAB/log/forks.log" 2>&1 </dev/null ||
    say "$service: see $LAB/log/forks.log"
}
names() { local f; for f in "$LAB"/run/*.pid; do [ -e "$f" ] && basename "$f" .pid; done; }
stop() { # stop NAME ...: TERM to all, then wait, then KILL what is left
  local name i
  for name in "$@"; do alive "$name" && kill -TERM "$(cat "$LAB/run/$name.pid")" 2>/dev/null; done
  for name in "$@"; do
    for ((i = 0; i < 100; i++)); do alive "$name" || break; sleep 0.1; done
  done
  stop_hard "$@"
}
stop_hard() { # stop_hard NAME ...: KILL, with all children
  local name pid
  for name in "$@"; do
    pid=$(cat "$LAB/run/$name.pid" 2>/dev/null) || continue
    kill -KILL -- "-$pid" 2>/dev/null
    rm -f "$LAB/run/$name.pid"
  done
}
wait_for() { # wait_for SECONDS WHAT COMMAND ...
  local end=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < end)) || { say "timeout: $what"; return 1; }
    sleep 0.2
  done
}
# One long request, not many short ones: uwsgi listens before it has loaded the service, keeps the
# abandoned requests, and serves them all at once when ready (oslo.policy then races: 500).
http_up() { [ "$(curl -s -o /dev/null -m 120 -w '%{http_code}' "$1")" != 000 ]; }

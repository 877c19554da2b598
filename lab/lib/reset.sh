# Snapshot and reset of both clouds. Sourced by lab.sh.
# shellcheck shell=bash

snapshot() { LAB=$LAB CLOUDS=$CLOUDS /usr/bin/python3 "$HERE/lib/snapshot.py" "$1"; }

libvirt_hosts() { # libvirt_hosts CLOUD
  local kind i=0
  for kind in $(computes "$1"); do
    i=$((i + 1))
    [ "$kind" = libvirt ] && echo "$1-compute$i"
  done
  return 0
}
# What takes messages for the processes that `reset` restarts.
queues_of() { # queues_of CLOUD
  local i n
  n=$(computes "$1" | wc -w)
  for ((i = 1; i <= n; i++)); do echo "compute.$1-compute$i"; done
  echo "cinder-volume.$1-cinder@nfs.$1-cinder"
}

# Restarted: what keeps a state of its own in memory. nova-compute (fake guests, claims),
# cinder-volume (allocated space), the layer-2 agents (devices); and the worker of keystone (a cache).
# Killed, since what they have under way must not reach the restored databases.
stateful() { names | grep -E -- '-(nova-compute[0-9]+|cinder-volume|linuxbridge[0-9]+)$'; }

reset() {
  local c since t0=$SECONDS
  [ "$(id -u)" = 0 ] || die "reset needs root"
  [ -e "$LAB/snapshot/taken" ] || die "no snapshot to go back to: run 'seed' first"
  amqp_start; db_start; libvirt_start; amqp_wait
  # shellcheck disable=SC2046
  stop_hard $(stateful)
  for c in $CLOUDS; do keystone_anew "$c"; done
  guests_end
  network_devices_end
  # shellcheck disable=SC2046
  for c in $CLOUDS; do queues purge "$c" $(queues_of "$c"); done
  say "$(snapshot restore)" || die "reset: the snapshot could not be restored"
  since=$(sql -N -e 'select utc_timestamp()')
  # Once more: it may have read what was there before.
  for c in $CLOUDS; do network_devices "$c"; keystone_anew "$c"; keystone_start "$c"; done
  # shellcheck disable=SC2086
  services_start $CLOUDS
  for c in $CLOUDS; do
    settle "$c: keystone gives no token" "$c-keystone-api" token_given "$c" && ready "$c" && settled "$c" "$since" ||
      die "reset: $c did not settle"
  done
  # An API call that was under way may have written after the restore.
  snapshot check >/dev/null || { say "reset: something was still writing: restored once more"; snapshot restore >/dev/null; }
  snapshot check || die "reset: these tables keep changing"
  say "reset: $((SECONDS - t0)) s"
}

settled() { # settled CLOUD SINCE: services take messages, guests run, ports are as they were
  local c=$1 i host queue
  # shellcheck disable=SC2046
  wait_for 30 "$c: queues without consumer" queues wait "$c" $(queues_of "$c") || for queue in $(queues_of "$c"); do
    settle "no consumer: $queue" "$(process_of "$c" "$queue")" queues wait "$c" "$queue" || return 1
  done
  for host in $(libvirt_hosts "$c"); do
    i=${host#"$c-compute"}
    settle "$host: its guests" "$c-nova-compute$i" guests_run "$c" "$host" || return 1
    settle "$host: its layer-2 agent" "$c-linuxbridge$i" agent_since "$c" "$host" "$2" || return 1
  done
  settle "$c: ports" "$(names | grep -E "^$c-(linuxbridge|fake-agent)")" ports_as_kept "$c"
}
# What does not come in time is killed and started once more, and nothing else is.
settle() { # settle WHAT "PROCESS ..." COMMAND ...
  local what=$1 processes=$2 c=${2%%-*}
  shift 2
  wait_for 60 "$what" "$@" && return
  # shellcheck disable=SC2086
  { say "killed, and started once more:" $processes; stop_hard $processes; }
  keystone_start "$c"; services_start "$c"
  wait_for 120 "$what" "$@"
}
process_of() { # process_of CLOUD QUEUE
  case $2 in compute.*) echo "$1-nova-compute${2##*compute}" ;; *) echo "$1-cinder-volume" ;; esac
}
# One long request (see http_up). Before all else: who asks a keystone that hangs waits for ever.
token_given() {
  [ "$(curl -s -o /dev/null -m 28 -w '%{http_code}' -H 'Content-Type: application/json' -d @- "$(url "$1" keystone)/v3/auth/tokens" <<X
{"auth": {"identity": {"methods": ["password"], "password": {"user":
  {"name": "admin", "domain": {"id": "default"}, "password": "$LAB_PASSWORD"}}}}}
X
  )" = 201 ]
}
guests_run() { # guests_run CLOUD HOST: as many as the database says, and none under way
  local want
  want=$(sql -N -e "select count(*) from nova_$1.instances where deleted = 0 and host = '$2' and vm_state = 'active'")
  [ "$(virt list --state-running --name | grep -c "^$1-")" -ge "$want" ] &&
    [ "$(sql -N -e "select count(*) from nova_$1.instances where deleted = 0 and host = '$2'
                    and (task_state is not null or vm_state = 'active' and power_state <> 1)")" = 0 ]
}
agent_since() { # agent_since CLOUD HOST TIME
  [ "$(sql -N -e "select count(*) from neutron_$1.agents where host = '$2' and started_at >= '$3'")" -gt 0 ]
}
ports_as_kept() {
  [ "$(sql -N -e "select count(*) from neutron_$1.ports p join snapshot_neutron_$1.ports s using (id)
                  where p.status <> s.status")" = 0 ]
}

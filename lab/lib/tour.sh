# From nothing to a migrated project, on a fresh Debian 12 machine with Node. Sourced by lab.sh.
# shellcheck shell=bash

tour_say() { printf '\n\033[1m== %s\033[0m\n' "$*"; }
tour_run() { printf '\033[36m$ %s\033[0m\n' "$*"; "$@"; }

tour() {
  local root worker_pid rc=0 again=
  root=$(dirname "$HERE")
  [ "$(id -u)" = 0 ] || die "tour needs root"
  command -v npm >/dev/null || die "tour needs Node 20.19 or newer, with npm"
  cd "$root" || exit 1
  export OS_CLIENT_CONFIG_FILE=$LAB/clouds.yaml

  tour_say "Packages of the project and of the lab"
  [ -d node_modules ] || tour_run npm install --no-fund --no-audit || die "npm install failed"
  install
  [ -e "$LAB/snapshot/taken" ] && again=yes
  tour_say "Two OpenStack clouds, the source with a small company in it"
  up
  seed
  # Only what an earlier tour left behind is to be taken back.
  [ -z "$again" ] || reset

  tour_say "A worker, with Temporal's development server (log: $LAB/log/tour-worker.log)"
  node --import tsx src/client.ts worker >"$LAB/log/tour-worker.log" 2>&1 &
  worker_pid=$!
  # shellcheck disable=SC2064
  trap "kill -TERM $worker_pid 2>/dev/null; wait $worker_pid" EXIT
  wait_for 300 "the worker" tour_worker_ready || die "the worker did not start: $LAB/log/tour-worker.log"

  tour_say "What would happen"
  tour_run npm run --silent pumphouse -- plan -f lab/specs/acme.yaml
  tour_say "The migration"
  tour_run npm run --silent pumphouse -- migrate -f lab/specs/acme.yaml --watch || rc=$?
  tour_say "What became of each server"
  tour_run npm run --silent pumphouse -- status acme

  tour_say "The source: what has moved is at rest (bfv1 and data1 have volumes, and stay for now)"
  tour_list src
  tour_say "The destination: the same servers, addresses, networks"
  tour_list dst
  tour_run openstack --os-cloud dst floating ip list -c "Floating IP Address" -c "Fixed IP Address"
  tour_run openstack --os-cloud dst image list
  tour_farewell
  return $rc
}
tour_list() { # tour_list CLOUD
  tour_run openstack --os-cloud "$1" server list --project acme --sort-column Name -c Name -c Status -c Networks
}
# `list` answers only when Temporal runs.
tour_worker_ready() { npm run --silent pumphouse -- list; }
tour_farewell() {
  tour_say "Both clouds are up, and so is Temporal. Look around:"
  cat <<X
  export OS_CLIENT_CONFIG_FILE=$LAB/clouds.yaml
  openstack --os-cloud dst server list --all-projects
  openstack --os-cloud dst network list
  npm run pumphouse -- status acme
  npm run pumphouse -- plan -f lab/specs/acme.yaml    # once more: all \`reuse\`
  npm run pumphouse -- temporal                       # says where its Web UI is
  npm run pumphouse -- worker                         # the tour's has ended; another migration needs one

Begin again:  npm run lab -- reset
End:          npm run pumphouse -- temporal stop; npm run lab -- down      (wipe: and delete all data)
X
}

# The services of one cloud. Sourced by lab.sh.
# shellcheck shell=bash

computes() { case $1 in src) echo "$SRC_COMPUTE" ;; dst) echo "$DST_COMPUTE" ;; esac; }
# "Connection: close": --http-socket has no keep-alive, and clients that expect it see
# "Remote end closed connection without response".
uwsgi_api() { # uwsgi_api CLOUD SERVICE WSGI_SCRIPT [VAR=value ...] [-- uwsgi options]
  local c=$1 s=$2 vars=("LAB_WSGI_SCRIPT=$3"); shift 3
  while [ $# -gt 0 ] && [ "$1" != -- ]; do vars+=("$1"); shift; done
  [ $# -gt 0 ] && shift
  spawn "$c-$s-api" "${vars[@]}" -- /usr/bin/uwsgi --plugin python3 --http-socket "127.0.0.1:$(port "$c" "$s")" \
    --add-header 'Connection: close' --post-buffering 1048576 --wsgi-file "$HERE/lib/wsgi.py" --processes 1 --threads 8 --enable-threads --single-interpreter --die-on-term --need-app \
    --buffer-size 65535 --disable-logging --thunder-lock --procname "lab-$c-$s" "$@"
}
keystone_start() {
  local c=$1 conf=$LAB/$1/etc/keystone/keystone.conf
  if [ ! -e "$LAB/$c/.keystone" ]; then
    keystone-manage --config-file "$conf" fernet_setup --keystone-user root --keystone-group root >>"$LAB/log/$c-keystone-setup.log" 2>&1 &&
      keystone-manage --config-file "$conf" credential_setup --keystone-user root --keystone-group root >>"$LAB/log/$c-keystone-setup.log" 2>&1 &&
      keystone-manage --config-file "$conf" bootstrap --bootstrap-password "$LAB_PASSWORD" \
        --bootstrap-region-id "$(region "$c")" --bootstrap-admin-url "$(url "$c" keystone)/v3" \
        --bootstrap-internal-url "$(url "$c" keystone)/v3" --bootstrap-public-url "$(url "$c" keystone)/v3" \
        >>"$LAB/log/$c-keystone-setup.log" 2>&1 || die "$c: keystone bootstrap failed: $LAB/log/$c-keystone-setup.log"
    touch "$LAB/$c/.keystone"
  fi
  uwsgi_api "$c" keystone /usr/bin/keystone-wsgi-public -- --pyargv "--config-file $conf" --master --no-orphans --forkbomb-delay 0
}
# Its worker is forked again from what the master has loaded: with an empty cache, and nothing under way.
keystone_anew() {
  alive "$1-keystone-api" || return 0
  pkill -KILL -P "$(cat "$LAB/run/$1-keystone-api.pid")" || stop_hard "$1-keystone-api"
}
catalog() { # service users and endpoints
  local c=$1
  [ -e "$LAB/$c/.catalog" ] && return
  wait_for 60 "$c keystone" http_up "$(url "$c" keystone)/v3" || die "$c: keystone does not answer"
  /usr/bin/python3 "$HERE/lib/setup_cloud.py" "$(url "$c" keystone)/v3" "$(region "$c")" "$LAB_PASSWORD" \
    "glance=image=$(url "$c" glance)" "placement=placement=$(url "$c" placement)" \
    "nova=compute=$(url "$c" nova)/v2.1" "neutron=network=$(url "$c" neutron)" \
    "cinder=volumev3=$(url "$c" cinder)/v3/%(project_id)s" >>"$LAB/log/$c-catalog.log" 2>&1 ||
    die "$c: catalog failed: $LAB/log/$c-catalog.log"
  touch "$LAB/$c/.catalog"
}
nova_cells() {
  local c=$1 conf=$LAB/$1/etc/nova/nova.conf
  [ -e "$LAB/$c/.cells" ] && return
  nova-manage --config-file "$conf" cell_v2 map_cell0 \
    --database_connection "$(db_url "$c" nova_cell0)" >>"$LAB/log/$c-cells.log" 2>&1 &&
    nova-manage --config-file "$conf" cell_v2 create_cell --name cell1 >>"$LAB/log/$c-cells.log" 2>&1 ||
    die "$c: cells failed: $LAB/log/$c-cells.log"
  touch "$LAB/$c/.cells"
}
services_start() { # services_start CLOUD ...
  local c e host i kind fake hosts=() agents=() volumes=() loading=()
  for c in "$@"; do
    e=$LAB/$c/etc
    spawn "$c-glance-api" -- /usr/bin/glance-api --config-file "$e/glance/glance-api.conf"
    uwsgi_api "$c" placement /usr/bin/placement-api OS_PLACEMENT_CONFIG_DIR="$e/placement"
    # Not under uwsgi: nova and cinder wait for RPC answers, and a threaded uwsgi process sends no AMQP
    # heartbeats: after some idle minutes "attach volume" ends in MessagingTimeout.
    # (/usr/bin/nova-api would serve the same in two processes; Debian packages no nova-api-os-compute.)
    spawn "$c-nova-api" -- /usr/bin/python3 -c 'from nova.cmd.api_os_compute import main; main()' --config-file "$e/nova/nova.conf"
    spawn "$c-cinder-api" -- /usr/bin/cinder-api --config-file "$e/cinder/cinder.conf"
    spawn "$c-neutron-server" -- /usr/bin/neutron-server --config-file "$e/neutron/neutron.conf" --config-file "$e/neutron/ml2.ini"
    spawn "$c-nova-conductor" -- /usr/bin/nova-conductor --config-file "$e/nova/nova.conf"
    spawn "$c-nova-scheduler" -- /usr/bin/nova-scheduler --config-file "$e/nova/nova.conf"
    spawn "$c-cinder-scheduler" -- /usr/bin/cinder-scheduler --config-file "$e/cinder/cinder.conf"
    volumes+=("$c-cinder-volume=$e/cinder/cinder.conf")
    i=0 fake=()
    for kind in $(computes "$c"); do
      i=$((i + 1)); host=$c-compute$i
      hosts+=("$c-nova-compute$i=$e/nova/base.conf,$e/nova/compute-$host.conf")
      # Neutron binds a port only where an agent reports itself alive: the real one for libvirt.
      if [ "$kind" = libvirt ]; then
        agents+=("$c-linuxbridge$i=$e/neutron/neutron.conf,$e/neutron/linuxbridge-$host.ini")
      else fake+=("$host"); fi
    done
    # And one small process that stands in for the agents of all hosts of the fake driver.
    [ ${#fake[@]} -gt 0 ] && spawn "$c-fake-agent" -- /usr/bin/python3 "$HERE/lib/fake_l2_agent.py" \
      "$e/neutron/neutron.conf" "${fake[@]}"
  done
  forks nova-compute "${hosts[@]}" & loading+=($!)
  forks neutron-linuxbridge-agent "${agents[@]}" & loading+=($!)
  forks cinder-volume "${volumes[@]}" & loading+=($!)
  wait "${loading[@]}"
}
configure() {
  local c=$1 i=0 kind host
  write_conf "$c"
  write_neutron "$c"
  for kind in $(computes "$c"); do
    i=$((i + 1)); host=$c-compute$i
    write_nova_compute "$c" "$host" "$kind"
    write_linuxbridge "$c" "$host"
  done
  chmod 711 "$LAB"
}
ready() {
  local c=$1 s rc=0
  for s in keystone glance placement nova neutron cinder; do
    wait_for 120 "$c $s" http_up "$(url "$c" $s)/" || rc=1
  done
  return $rc
}
map_hosts() { # new compute hosts into the cell, so that the scheduler sees them at once
  local c=$1 n; n=$(computes "$c" | wc -w)
  wait_for 120 "$c: $n compute hosts" computes_seen "$c" "$n" || return 1
  wait_for 120 "$c: $n layer-2 agents" agents_seen "$c" "$n" || return 1
  nova-manage --config-file "$LAB/$c/etc/nova/nova.conf" cell_v2 discover_hosts >>"$LAB/log/$c-cells.log" 2>&1
}
agents_seen() { # agents_seen CLOUD COUNT: heartbeats of the last minute
  [ "$(sql -N -e "select count(*) from neutron_$1.agents where heartbeat_timestamp > utc_timestamp() - interval 60 second")" -ge "$2" ]
}
computes_seen() { [ "$(sql -N -e "select count(*) from nova_$1.compute_nodes where deleted=0")" -ge "$2" ]; }

cloud_entry() { # cloud_entry NAME CLOUD USER PASSWORD PROJECT
  cat <<X
  $1:
    region_name: $(region "$2")
    identity_api_version: 3
    auth:
      auth_url: $(url "$2" keystone)/v3
      username: $3
      password: $4
      project_name: $5
      user_domain_name: Default
      project_domain_name: Default
X
}
clouds_yaml() { # the administrators, and the users that seed.sh makes (on the cloud it is run on)
  local c
  echo "clouds:"
  for c in $CLOUDS; do
    cloud_entry "$c" "$c" admin "$LAB_PASSWORD" admin
    echo "    keystone_database: $(db_url "$c" keystone)"
    cloud_entry "$c-acme" "$c" alice Seed-password-1 acme
    cloud_entry "$c-globex" "$c" bob Seed-password-1 globex
    cloud_entry "$c-initech" "$c" carol Seed-password-1 initech
  done
}

defaults() { # volume type and availability zones (again when the compute hosts changed)
  local c=$1 i=0 kind real=()
  for kind in $(computes "$c"); do
    i=$((i + 1)); [ "$kind" = libvirt ] && real+=("$c-compute$i")
  done
  [ ${#real[@]} -eq "$i" ] && real=()
  [ "$(cat "$LAB/$c/.defaults" 2>/dev/null)" = "$(computes "$c")" ] && return
  /usr/bin/python3 "$HERE/lib/defaults_cloud.py" "$(url "$c" keystone)/v3" "$(region "$c")" "$LAB_PASSWORD" \
    "${real[@]}" >>"$LAB/log/$c-catalog.log" 2>&1 || { say "$c: defaults failed: $LAB/log/$c-catalog.log"; return 1; }
  computes "$c" >"$LAB/$c/.defaults"
}
guests_back() { # after a restart of the machine, nova starts them again
  local host
  for host in $(libvirt_hosts "$1"); do
    wait_for 120 "$host: its guests" guests_run "$1" "$host" || return 1
  done
}

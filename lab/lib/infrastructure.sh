# What both clouds stand on: MariaDB, RabbitMQ, libvirt, bridges. Sourced by lab.sh.
# shellcheck shell=bash

sql() { mariadb --no-defaults --socket="$LAB/mysql/mysql.sock" -u root "$@"; }
db_start() {
  alive mariadb && return
  if [ ! -d "$LAB/mysql/mysql" ]; then
    mkdir -p "$LAB/mysql" && chown mysql: "$LAB/mysql"
    mariadb-install-db --no-defaults --user=mysql --datadir="$LAB/mysql" --skip-test-db \
      --auth-root-authentication-method=socket --auth-root-socket-user=root >"$LAB/log/mysql-install.log" 2>&1 ||
      die "mariadb-install-db failed: $LAB/log/mysql-install.log"
  fi
  # Durability off: a lab, and schema migrations are 5 to 10 times faster.
  spawn mariadb -- /usr/sbin/mariadbd --no-defaults --user=mysql --datadir="$LAB/mysql" \
    --socket="$LAB/mysql/mysql.sock" --pid-file="$LAB/mysql/pid" --bind-address=127.0.0.1 --port="$DB_PORT" \
    --character-set-server=utf8mb3 --collation-server=utf8mb3_general_ci --max-connections=600 \
    --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --skip-log-bin --sync-binlog=0 \
    --innodb-buffer-pool-size=256M --skip-name-resolve
  wait_for 60 mariadb sql -e 'select 1' || die "MariaDB: see $LAB/log/mariadb.log"
}
# epmd (Erlang's name service) is started here: left to itself it would listen on every address.
amqp_env() {
  cat <<X
HOME=$LAB/rabbitmq
RABBITMQ_NODENAME=lab@localhost
RABBITMQ_NODE_IP_ADDRESS=127.0.0.1
RABBITMQ_NODE_PORT=$AMQP_PORT
RABBITMQ_DIST_PORT=$((AMQP_PORT + 1))
RABBITMQ_MNESIA_BASE=$LAB/rabbitmq/mnesia
RABBITMQ_LOG_BASE=$LAB/rabbitmq/log
RABBITMQ_LOGS=-
RABBITMQ_CONF_ENV_FILE=$LAB/rabbitmq/env.conf
RABBITMQ_CONFIG_FILE=$LAB/rabbitmq/rabbitmq.conf
RABBITMQ_ENABLED_PLUGINS_FILE=$LAB/rabbitmq/enabled_plugins
RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS=-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none +S 2:2
ERL_EPMD_ADDRESS=127.0.0.1
ERL_EPMD_PORT=$((AMQP_PORT + 2))
X
}
amqp_start() {
  alive rabbitmq && return
  local vars
  mapfile -t vars < <(amqp_env)
  # No message outlives the broker, so a hard end of the machine cannot leave it a broken store.
  rm -rf "$LAB/rabbitmq/mnesia"
  mkdir -p "$LAB"/rabbitmq/{mnesia,log}
  : >"$LAB/rabbitmq/env.conf"
  echo '[].' >"$LAB/rabbitmq/enabled_plugins"
  # The definitions file makes user and vhosts at boot: no slow rabbitmqctl call is needed.
  cat >"$LAB/rabbitmq/rabbitmq.conf" <<X
load_definitions = $LAB/rabbitmq/definitions.json
vm_memory_high_watermark.absolute = 512MiB
disk_free_limit.absolute = 50MB
X
  cat >"$LAB/rabbitmq/definitions.json" <<X
{"users": [{"name": "lab", "password": "$LAB_PASSWORD", "tags": "administrator"}],
 "vhosts": [{"name": "src"}, {"name": "dst"}],
 "permissions": [
  {"user": "lab", "vhost": "src", "configure": ".*", "write": ".*", "read": ".*"},
  {"user": "lab", "vhost": "dst", "configure": ".*", "write": ".*", "read": ".*"}]}
X
  chown -R rabbitmq: "$LAB/rabbitmq"
  : >"$LAB/log/rabbitmq.log" # amqp_wait looks for this start's line
  spawn epmd -- /usr/bin/epmd -address 127.0.0.1 -port $((AMQP_PORT + 2))
  spawn rabbitmq "${vars[@]}" -- setpriv --reuid=rabbitmq --regid=rabbitmq --init-groups \
    /usr/lib/rabbitmq/bin/rabbitmq-server
}
amqp_wait() { wait_for 90 rabbitmq grep -q 'Server startup complete' "$LAB/log/rabbitmq.log" || die "see $LAB/log/rabbitmq.log"; }
queues() { # queues purge|wait CLOUD QUEUE ...
  /usr/bin/python3 "$HERE/lib/queues.py" "$1" "$AMQP_PORT" "$LAB_PASSWORD" "${@:2}"
}

# One libvirtd, without systemd, for the compute hosts of kind "libvirt" (of both clouds: domain
# names differ by instance_name_template, and so do the instance folders).
uses_libvirt() { case "$SRC_COMPUTE $DST_COMPUTE" in *libvirt*) ;; *) return 1 ;; esac; }
libvirt_start() {
  uses_libvirt || return 0
  alive libvirtd && return
  mkdir -p "$LAB/libvirt/run" /run/libvirt
  # libvirt reads qemu.conf from one place only. No virtlogd, cgroups, machined, AppArmor here.
  cat >/etc/libvirt/qemu.conf <<X
# written by pumphouse-lab
stdio_handler = "file"
user = "root"
group = "root"
dynamic_ownership = 1
remember_owner = 0
security_driver = "none"
cgroup_controllers = [ ]
namespaces = [ ]
X
  cat >"$LAB/libvirt/libvirtd.conf" <<X
unix_sock_dir = "$LAB/libvirt/run"
auth_unix_ro = "none"
auth_unix_rw = "none"
log_outputs = "3:stderr"
X
  spawn libvirtd -- /usr/sbin/libvirtd --config "$LAB/libvirt/libvirtd.conf" --pid-file "$LAB/libvirt/libvirtd.pid"
  wait_for 30 libvirtd virt version ||
    die "libvirtd: see $LAB/log/libvirtd.log"
}
virt() { virsh -q -c "qemu+unix:///system?socket=$LAB/libvirt/run/libvirt-sock" "$@"; }
guests() { virt list --all --name | grep -E '^(src|dst)-[0-9a-f]{8}$'; }
# Nova defines its guests anew when nova-compute starts (resume_guests_state_on_host_boot).
guests_end() {
  local name ending=()
  alive libvirtd || return 0
  for name in $(guests); do
    { virt destroy "$name"; virt undefine "$name" --managed-save --snapshots-metadata --nvram; } & ending+=($!)
  done >>"$LAB/log/libvirtd.log" 2>&1
  [ ${#ending[@]} -eq 0 ] || wait "${ending[@]}"
  return 0
}

network_devices() { # the external network of a cloud: a bridge of its own, on no interface
  ip link show "br-$1-public" >/dev/null 2>&1 || ip link add "br-$1-public" type bridge
  ip link set "br-$1-public" up
}
# What the layer-2 agents made; they make it again for the ports that are there.
network_devices_end() {
  local bridge device
  for bridge in /sys/class/net/brq*; do
    [ -e "$bridge" ] || continue
    for device in "$bridge"/brif/tap* "$bridge"/brif/vxlan-*; do
      [ -e "$device" ] && ip link del "${device##*/}" 2>/dev/null
    done
    ip link del "${bridge##*/}" 2>/dev/null
  done
  return 0
}

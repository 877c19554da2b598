# Configuration of nova and its compute hosts. Sourced by lab.sh.
# shellcheck shell=bash

write_nova() {
  local c=$1 e=$LAB/$1/etc/nova
  cp /etc/nova/api-paste.ini "$e/" 2>/dev/null || cp /usr/share/nova-common/api-paste.ini "$e/"
  cp /etc/nova/rootwrap.conf "$e/" 2>/dev/null || true
  # base.conf has no database: nova-compute reads only it, and must not see one.
  cat >"$e/base.conf" <<X
[DEFAULT]
debug = false
my_ip = 127.0.0.1
host = $c-control
state_path = $LAB/$c/nova
instances_path = $LAB/$c/nova/instances
$(messaging "$c")
allow_resize_to_same_host = true
# Next to fake hosts, the libvirt hosts form the availability zone "libvirt": a server goes there
# only when it asks for that zone (and unshelving or resizing it stays there).
default_schedule_zone = nova
# Guests that are gone (reset, restart of the machine) are made again from what the database says.
resume_guests_state_on_host_boot = true
# libvirt: the domain name must be unique on the host, and both clouds count from 1.
instance_name_template = $c-%08x
# The fake driver plugs nothing, so no "vif plugged" event comes: do not wait for one.
vif_plugging_is_fatal = false
vif_plugging_timeout = 0
osapi_compute_listen = 127.0.0.1
osapi_compute_listen_port = $(port "$c" nova)
osapi_compute_workers = 1
# A host whose word is late lives: two cores have much to do.
service_down_time = 180
[api]
auth_strategy = keystone
[wsgi]
api_paste_config = $e/api-paste.ini
$(authtoken "$c" nova)
[service_user]
# Without a service token cinder 21 refuses to delete the attachment of a volume (CVE-2023-2088).
send_service_user_token = true
$(identity "$c" nova)
[placement]
$(identity "$c" placement)
[glance]
api_servers = $(url "$c" glance)
[neutron]
endpoint_override = $(url "$c" neutron)
$(identity "$c" neutron)
[cinder]
os_region_name = $(region "$c")
catalog_info = volumev3::publicURL
$(identity "$c" nova)
[conductor]
workers = 1
[scheduler]
workers = 1
discover_hosts_in_cells_interval = 30
[filter_scheduler]
# The first one is not among the defaults, and keeps servers of the zone "nova" off real hosts.
enabled_filters = AvailabilityZoneFilter,ComputeFilter,ComputeCapabilitiesFilter,ImagePropertiesFilter,ServerGroupAntiAffinityFilter,ServerGroupAffinityFilter
[vnc]
enabled = false
[spice]
enabled = false
$(tail_sections "$c" nova)
X
  { cat "$e/base.conf"
    cat <<X
[api_database]
connection = $(db_url "$c" nova_api)
max_pool_size = 5
$(database "$c" nova)
X
  } >"$e/nova.conf"
}

write_nova_compute() { # write_nova_compute CLOUD HOST DRIVER: what a compute host adds to base.conf
  local c=$1 host=$2 driver=$3 e=$LAB/$1/etc/nova
  case $driver in
    fake) cat >"$e/compute-$host.conf" <<X
[DEFAULT]
host = $host
compute_driver = $FAKE_DRIVER
state_path = $LAB/$c/nova/$host
instances_path = $LAB/$c/nova/$host/instances
X
      ;;
    libvirt) cat >"$e/compute-$host.conf" <<X
[DEFAULT]
host = $host
compute_driver = libvirt.LibvirtDriver
state_path = $LAB/$c/nova/$host
instances_path = $LAB/$c/nova/$host/instances
vif_plugging_is_fatal = true
vif_plugging_timeout = 60
config_drive_format = iso9660
reserved_host_memory_mb = 512
cpu_allocation_ratio = 8.0
ram_allocation_ratio = 1.0
[libvirt]
virt_type = $LIBVIRT_TYPE
connection_uri = qemu+unix:///system?socket=$LAB/libvirt/run/libvirt-sock
cpu_mode = none
images_type = default
num_pcie_ports = 8
nfs_mount_point_base = $LAB/$c/nova/$host/mnt
rx_queue_size =
[compute]
provider_config_location = $LAB/$c/nova/$host/provider
X
      ;;
  esac
  mkdir -p "$LAB/$c/nova/$host/instances" "$LAB/$c/nova/$host/mnt" "$LAB/$c/nova/$host/provider"
}

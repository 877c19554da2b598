# Configuration of cinder. Sourced by lab.sh.
# shellcheck shell=bash

write_cinder() {
  local c=$1 e=$LAB/$1/etc/cinder
  cp /etc/cinder/api-paste.ini "$e/" 2>/dev/null || cp /usr/share/cinder-common/api-paste.ini "$e/"
  cp /etc/cinder/resource_filters.json "$e/" 2>/dev/null || true
  echo "127.0.0.1:$LAB/$c/nfs-export" >"$e/nfs_shares"
  cat >"$e/cinder.conf" <<X
[DEFAULT]
debug = false
my_ip = 127.0.0.1
host = $c-cinder
state_path = $LAB/$c/cinder
$(messaging "$c")
auth_strategy = keystone
api_paste_config = $e/api-paste.ini
osapi_volume_listen = 127.0.0.1
osapi_volume_listen_port = $(port "$c" cinder)
osapi_volume_workers = 1
service_down_time = 180
resource_query_filters_file = $e/resource_filters.json
enabled_backends = nfs
default_volume_type = nfs
glance_api_servers = $(url "$c" glance)
image_conversion_dir = $LAB/$c/cinder/conversion
allow_availability_zone_fallback = true
$(database "$c" cinder)
$(authtoken "$c" cinder)
[service_user]
send_service_user_token = true
$(identity "$c" cinder)
[nova]
$(identity "$c" nova)
interface = public
[nfs]
volume_backend_name = nfs
volume_driver = cinder.volume.drivers.nfs.NfsDriver
nfs_shares_config = $e/nfs_shares
nfs_mount_point_base = $LAB/$c/cinder/mnt
nfs_snapshot_support = true
nfs_sparsed_volumes = true
nas_secure_file_operations = false
nas_secure_file_permissions = false
max_over_subscription_ratio = 20.0
$(tail_sections "$c" cinder)
X
}

# Configuration of neutron and its layer-2 agents. Sourced by lab.sh.
# shellcheck shell=bash

write_neutron() {
  local c=$1 e=$LAB/$1/etc/neutron
  cp /etc/neutron/api-paste.ini "$e/" 2>/dev/null || cp /usr/share/neutron-common/api-paste.ini "$e/" 2>/dev/null || cp /usr/share/neutron-server/api-paste.ini "$e/"
  cat >"$e/neutron.conf" <<X
[DEFAULT]
debug = false
host = $c-net
bind_host = 127.0.0.1
bind_port = $(port "$c" neutron)
state_path = $LAB/$c/neutron
core_plugin = ml2
service_plugins = router,trunk,segments,qos,port_forwarding,conntrack_helper
# Without one that is not the default, Neutron takes DNS names and domains of ports, and keeps none.
dns_domain = lab.example.
# 0: API and RPC in the one process.
api_workers = 0
rpc_workers = 1
rpc_state_report_workers = 0
api_paste_config = $e/api-paste.ini
agent_down_time = 300
dhcp_agent_notification = false
allow_overlapping_ips = true
$(messaging "$c")
[agent]
report_interval = 30
root_helper =
$(database "$c" neutron)
$(authtoken "$c" neutron)
[nova]
$(identity "$c" nova)
[placement]
$(identity "$c" placement)
$(tail_sections "$c" neutron)
[experimental]
# Zed calls its linuxbridge driver experimental: it does not load without this.
linuxbridge = true
X
  cat >"$e/ml2.ini" <<X
[ml2]
type_drivers = flat,vlan,vxlan,local
tenant_network_types = vxlan
mechanism_drivers = linuxbridge
extension_drivers = port_security,qos,subnet_dns_publish_fixed_ip,port_device_profile
path_mtu = 1500
[ml2_type_flat]
flat_networks = public
[ml2_type_vlan]
network_vlan_ranges = public:100:199
[ml2_type_vxlan]
vni_ranges = $(vni_range "$c")
[securitygroup]
enable_security_group = true
X
}

write_linuxbridge() { # write_linuxbridge CLOUD HOST: the real agent, for a libvirt host
  local c=$1 host=$2
  cat >"$LAB/$c/etc/neutron/linuxbridge-$host.ini" <<X
[DEFAULT]
host = $host
[linux_bridge]
# An own, empty bridge stands for the external network.
bridge_mappings = public:br-$c-public
[vxlan]
enable_vxlan = true
local_ip = 127.0.0.1
l2_population = false
[agent]
polling_interval = 2
[securitygroup]
# The agents of both clouds would write the same iptables chains (neutron-linuxbri-*) of one
# kernel: the rules live in the API, no agent applies them.
enable_security_group = false
firewall_driver = noop
[privsep]
# Without sudo, which would set its own PATH: the agent then finds lib/bin/ebtables.
helper_command = privsep-helper --config-file $LAB/$c/etc/neutron/neutron.conf --config-file $LAB/$c/etc/neutron/linuxbridge-$host.ini
X
}

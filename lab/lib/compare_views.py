"""One side of compare.py: a project's servers and what they depend on, by name, without what differs
between any two clouds (ids, dates, hosts, segmentation ids) and without Pumphouse's own marks."""
from inventory import inventory

IMAGE_NATURAL = {"id", "created_at", "updated_at", "owner", "members", "stores"}
IMAGE_MARKS = ("pumphouse_", "owner_specified.")  # ours, and those of openstacksdk


class Side:
    def __init__(self, cloud, project, excluded):
        self.all = inventory(cloud)
        self.project_id = next((key for key, item in self.all["projects"].items() if item["name"] == project), None)
        self.servers = {key: item for key, item in self.all["servers"].items()
                        if item["tenant_id"] == self.project_id and item["name"] not in excluded}
        self.nics = {}  # port id -> "server/0", in the order in which nova lists the addresses
        for item in self.servers.values():
            macs = [a["OS-EXT-IPS-MAC:mac_addr"] for group in item["addresses"].values() for a in group]
            order = list(dict.fromkeys(macs))
            for port_id in item["interfaces"]:
                port = self.all["ports"][port_id]
                self.nics[port_id] = "%s/%d" % (item["name"], order.index(port["mac_address"]))

    def name(self, kind, key):
        return self.all[kind][key]["name"] if key in self.all[kind] else key

    def used(self, kind, keys):
        return {key: self.all[kind][key] for key in keys if key in self.all[kind]}


def pick(item, *keys):
    return {key: item.get(key) for key in keys}


def ordered(items):
    return sorted(items, key=repr)


def unmarked(tags):
    return sorted(tag for tag in tags or [] if not tag.startswith("pumphouse:"))


def projects(side):
    if side.project_id is None:
        return {}
    item = side.all["projects"][side.project_id]
    return {item["name"]: {**pick(item, "description", "enabled", "is_domain", "options"),
                           "tags": unmarked(item["tags"])}}


def flavors(side):
    names = {server["flavor"]["original_name"] for server in side.servers.values()}
    keys = ("ram", "vcpus", "disk", "swap", "OS-FLV-EXT-DATA:ephemeral", "rxtx_factor", "description",
            "os-flavor-access:is_public", "extra_specs")
    return {item["name"]: {**pick(item, *keys), "access": sorted(
        side.name("projects", project) for project in item["access"])}
            for item in side.all["flavors"].values() if item["name"] in names}


def keypairs(side):
    names = {server["key_name"] for server in side.servers.values()}
    found = {}
    for key, item in side.all["keypairs"].items():
        user = side.name("users", key.split("/")[0])
        if item["name"] in names:
            found["%s/%s" % (user, item["name"])] = {
                **pick(item, "type", "fingerprint"), "public_key": item["public_key"].strip()}
    return found


def rules(side, group):
    keys = ("direction", "ethertype", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix",
            "description")
    return ordered({**pick(rule, *keys), "remote_group": side.name("security-groups", rule["remote_group_id"])}
                   for rule in group["security_group_rules"])


def security_groups(side):
    """Those of the ports, and what their rules name."""
    wanted = {group for port in side.nics for group in side.all["ports"][port]["security_groups"]}
    while True:
        named = {rule["remote_group_id"] for item in side.used("security-groups", wanted).values()
                 for rule in item["security_group_rules"] if rule["remote_group_id"]}
        if named <= wanted:
            break
        wanted |= named
    return {item["name"]: {**pick(item, "description", "stateful", "shared"), "tags": unmarked(item["tags"]),
                           "rules": rules(side, item)}
            for item in side.used("security-groups", wanted).values()}


def network_ids(side):
    return {side.all["ports"][port]["network_id"] for port in side.nics}


def networks(side):
    keys = ("description", "admin_state_up", "mtu", "shared", "router:external", "port_security_enabled",
            "availability_zone_hints", "provider:network_type", "dns_domain", "vlan_transparent")
    return {item["name"]: {**pick(item, *keys), "qos_policy": side.name("qos/policies", item["qos_policy_id"]),
                           "tags": unmarked(item["tags"])}
            for item in side.used("networks", network_ids(side)).values()}


def subnets(side):
    keys = ("description", "cidr", "ip_version", "gateway_ip", "enable_dhcp", "dns_nameservers",
            "ipv6_ra_mode", "ipv6_address_mode", "service_types", "dns_publish_fixed_ip")
    return {item["name"]: {**pick(item, *keys), "network": side.name("networks", item["network_id"]),
                           "tags": unmarked(item["tags"]), "host_routes": ordered(item["host_routes"]),
                           "allocation_pools": ordered(item["allocation_pools"])}
            for item in side.all["subnets"].values() if item["network_id"] in network_ids(side)}


def interfaces(side, router):
    return ordered(
        {"network": side.name("networks", port["network_id"]), "addresses": addresses(side, port)}
        for port in side.all["ports"].values()
        if port["device_id"] == router and port["device_owner"].startswith("network:router_interface"))


def routers(side):
    attached = {port["device_id"] for port in side.all["ports"].values()
                if port["device_owner"].startswith("network:router_interface")
                and port["network_id"] in network_ids(side)}
    found = {}
    for key, item in side.used("routers", attached).items():
        gateway = item["external_gateway_info"] or {}
        found[item["name"]] = {
            **pick(item, "description", "admin_state_up", "availability_zone_hints"),
            "routes": ordered(item["routes"]), "tags": unmarked(item["tags"]),
            "external_network": side.name("networks", gateway.get("network_id")),
            "enable_snat": gateway.get("enable_snat"), "addresses": addresses(side, {
                "fixed_ips": gateway.get("external_fixed_ips", [])}),
            "gateway_policy": side.name("qos/policies", gateway.get("qos_policy_id")), "interfaces": interfaces(side, key)}
    return found


def addresses(side, port):
    return ordered((side.name("subnets", ip["subnet_id"]), ip["ip_address"]) for ip in port["fixed_ips"])


def ports(side):
    keys = ("name", "description", "mac_address", "admin_state_up", "port_security_enabled", "binding:vnic_type",
            "dns_name", "dns_domain", "device_profile", "extra_dhcp_opts")
    return {nic: {**pick(port, *keys), "addresses": addresses(side, port),
                  "qos_policy": side.name("qos/policies", port["qos_policy_id"]),
                  "network": side.name("networks", port["network_id"]), "tags": unmarked(port["tags"]),
                  "allowed_address_pairs": ordered(port["allowed_address_pairs"]),
                  "security_groups": sorted(side.name("security-groups", g) for g in port["security_groups"])}
            for nic, port in ((nic, side.all["ports"][key]) for key, nic in side.nics.items())}


def floating_ips(side):
    return {item["floating_ip_address"]: {
        **pick(item, "description", "fixed_ip_address"), "port": side.nics[item["port_id"]],
        "network": side.name("networks", item["floating_network_id"]), "tags": unmarked(item["tags"])}
            for item in side.all["floatingips"].values() if item["port_id"] in side.nics}


def images(side):
    wanted = {server["image"]["id"] for server in side.servers.values() if server["image"]}
    return {item["name"]: {
        "id": key, "tags": unmarked(item["tags"]), "owner": side.name("projects", item["owner"]),
        "members": {side.name("projects", member): status for member, status in item.get("members", {}).items()},
        **{name: value for name, value in item.items()
           if name not in IMAGE_NATURAL | {"name", "tags"} and not name.startswith(IMAGE_MARKS)}}
            for key, item in side.used("images", wanted).items()}


def server_groups(side):
    return {item["name"]: {**pick(item, "policy", "rules"), "members": sorted(
        side.name("servers", key) for key in item["members"] if key in side.servers)}
            for item in side.all["server groups"].values() if set(item["members"]) & side.servers.keys()}


def servers(side):
    keys = ("key_name", "description", "config_drive", "OS-EXT-AZ:availability_zone", "OS-EXT-SRV-ATTR:hostname",
            "OS-EXT-SRV-ATTR:user_data", "OS-EXT-SRV-ATTR:root_device_name", "OS-DCF:diskConfig",
            "trusted_image_certificates", "os-extended-volumes:volumes_attached")
    return {item["name"]: {
        **pick(item, *keys), "flavor": item["flavor"], "tags": unmarked(item["tags"]),
        "image": side.name("images", item["image"]["id"]) if item["image"] else None,
        "metadata": {key: value for key, value in item["metadata"].items() if not key.startswith("pumphouse")},
        "security_groups": sorted(group["name"] for group in item.get("security_groups", [])),
        "nics": [(side.all["ports"][key]["mac_address"], item["interface_tags"][key])
                 for key, nic in sorted(side.nics.items(), key=lambda pair: pair[1])
                 if nic.rsplit("/", 1)[0] == item["name"]]}
            for item in side.servers.values()}


def states(side):
    return {item["name"]: {"status": item["status"], "locked": item["locked"],
                           "locked_reason": item["locked_reason"],
                           "ports": sorted(side.all["ports"][key]["status"] for key in item["interfaces"])}
            for item in side.servers.values()}


VIEWS = {view.__name__.replace("_", " "): view for view in (
    projects, flavors, keypairs, security_groups, networks, subnets, routers, ports, floating_ips, images,
    server_groups, servers)}

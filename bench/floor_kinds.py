"""How the floor reads and makes each kind: one request where the API lets one do."""
import openstack

SETTABLE = {
    "project": ("name", "domain_id", "description", "enabled", "tags", "options"),
    "user": ("name", "domain_id", "description", "enabled", "email", "options"),
    "flavor": ("id", "name", "ram", "vcpus", "disk", "swap", "OS-FLV-EXT-DATA:ephemeral", "rxtx_factor",
               "os-flavor-access:is_public", "description"),
    "network": ("name", "description", "admin_state_up", "shared", "mtu", "port_security_enabled"),
    "subnet": ("name", "description", "cidr", "ip_version", "gateway_ip", "enable_dhcp", "dns_nameservers",
               "host_routes", "allocation_pools"),
    "router": ("name", "description", "admin_state_up"),
    "security_group": ("name", "description", "stateful"),
    "rule": ("direction", "ethertype", "protocol", "port_range_min", "port_range_max", "remote_ip_prefix",
             "description"),
}
IMAGE_OWN = {"id", "status", "size", "checksum", "os_hash_algo", "os_hash_value", "created_at", "updated_at",
             "virtual_size", "file", "schema", "self", "direct_url", "locations", "stores", "owner"}
CHUNK = 1 << 20


class Clouds:
    """One thread's connections."""

    def __init__(self, source, destination, ids, calls):
        self.source, self.destination, self.ids, self.calls = source, destination, ids, calls
        self.own = {}
        for cloud in (source, destination):
            for service in (cloud.identity, cloud.compute, cloud.image, cloud.network):
                service.get_endpoint_data()

    def call(self, service, method, path, **more):
        self.calls.append(path)
        answer = service.request(path, method, raise_exc=False, **more)
        openstack.exceptions.raise_from_response(answer)
        return answer

    def get(self, service, path, **more):
        return self.call(service, "GET", path, **more).json()

    def post(self, service, path, body, **more):
        answer = self.call(service, "POST", path, json=body, **more)
        return answer.json() if answer.content else None

    def id_of(self, kind, source_id):
        return self.ids["%s/%s" % (kind, source_id)]

    def in_project(self, project):
        if project not in self.own:
            self.own[project] = self.destination.connect_as(project_id=project)
        return self.own[project]


def said(source, kind):
    return {key: source[key] for key in SETTABLE[kind] if key in source}


def neutron(path, key):
    def read(clouds, source_id):
        return clouds.get(clouds.source.network, "/%s/%s" % (path, source_id))[key]
    return read


def tagged(clouds, path, made, source):
    if source.get("tags"):
        clouds.call(clouds.destination.network, "PUT", "/%s/%s/tags" % (path, made["id"]),
                    json={"tags": source["tags"]})
    return made["id"]


def make_in_neutron(clouds, path, key, source, **more):
    body = {**said(source, key), "project_id": clouds.id_of("project", source["project_id"]), **more}
    return clouds.post(clouds.destination.network, "/" + path, {key: body})[key]


def read_project(clouds, source_id):
    return clouds.get(clouds.source.identity, "/projects/" + source_id)["project"]


def make_project(clouds, source):
    """With a role in it for the caller, who needs it to make server groups."""
    identity = clouds.destination.identity
    made = clouds.post(identity, "/projects", {"project": said(source, "project")})["project"]["id"]
    role = clouds.get(identity, "/roles?name=member")["roles"][0]["id"]
    clouds.call(identity, "PUT", "/projects/%s/users/%s/roles/%s" % (made, clouds.destination.current_user_id, role))
    return made


def read_user(clouds, source_id):
    return clouds.get(clouds.source.identity, "/users/" + source_id)["user"]


def make_user(clouds, source):
    return clouds.post(clouds.destination.identity, "/users", {"user": said(source, "user")})["user"]["id"]


def read_flavor(clouds, source_id):
    return clouds.get(clouds.source.compute, "/flavors/" + source_id, microversion="2.61")["flavor"]


def make_flavor(clouds, source):
    body = {**said(source, "flavor"), "swap": source["swap"] or 0}
    made = clouds.post(clouds.destination.compute, "/flavors", {"flavor": body}, microversion="2.61")["flavor"]["id"]
    if source["extra_specs"]:
        clouds.post(clouds.destination.compute, "/flavors/%s/os-extra_specs" % made,
                    {"extra_specs": source["extra_specs"]})
    return made


def read_flavor_access(clouds, flavor, project):
    listed = clouds.get(clouds.source.compute, "/flavors/%s/os-flavor-access" % flavor)["flavor_access"]
    return next(each for each in listed if each["tenant_id"] == project)


def make_flavor_access(clouds, source):
    flavor, project = clouds.id_of("flavor", source["flavor_id"]), clouds.id_of("project", source["tenant_id"])
    clouds.post(clouds.destination.compute, "/flavors/%s/action" % flavor, {"addTenantAccess": {"tenant": project}})
    return flavor + "/" + project


def read_keypair(clouds, user, name):
    return clouds.get(clouds.source.compute, "/os-keypairs/%s?user_id=%s" % (name, user),
                      microversion="2.10")["keypair"]


def make_keypair(clouds, source):
    user = clouds.id_of("user", source["user_id"])
    body = {"name": source["name"], "type": source["type"], "public_key": source["public_key"], "user_id": user}
    clouds.post(clouds.destination.compute, "/os-keypairs", {"keypair": body}, microversion="2.10")
    return user + "/" + source["name"]


def read_server_group(clouds, source_id):
    return clouds.get(clouds.source.compute, "/os-server-groups/" + source_id, microversion="2.64")["server_group"]


def make_server_group(clouds, source):
    own = clouds.in_project(clouds.id_of("project", source["project_id"]))
    body = {key: source[key] for key in ("name", "policy", "rules") if source[key]}
    return clouds.post(own.compute, "/os-server-groups", {"server_group": body},
                       microversion="2.64")["server_group"]["id"]


def make_network(clouds, source):
    return tagged(clouds, "networks", make_in_neutron(clouds, "networks", "network", source), source)


def make_subnet(clouds, source):
    modes = {key: source[key] for key in ("ipv6_ra_mode", "ipv6_address_mode") if source[key]}
    network = clouds.id_of("network", source["network_id"])
    made = make_in_neutron(clouds, "subnets", "subnet", source, network_id=network, **modes)
    return tagged(clouds, "subnets", made, source)


def read_router(clouds, source_id):
    network = clouds.source.network
    router = clouds.get(network, "/routers/" + source_id)["router"]
    ports = clouds.get(network, "/ports?device_id=" + source_id)["ports"]
    return {**router, "interfaces": [p for p in ports if p["device_owner"].startswith("network:router_interface")]}


def make_router(clouds, source):
    network = clouds.destination.network
    gateway = {"network_id": clouds.id_of("network", source["external_gateway_info"]["network_id"])}
    made = make_in_neutron(clouds, "routers", "router", source, external_gateway_info=gateway)
    for port in source["interfaces"]:
        addresses = [{"subnet_id": clouds.id_of("subnet", each["subnet_id"]), "ip_address": each["ip_address"]}
                     for each in port["fixed_ips"]]
        body = {"network_id": clouds.id_of("network", port["network_id"]), "fixed_ips": addresses,
                "mac_address": port["mac_address"], "project_id": clouds.id_of("project", port["project_id"])}
        own = clouds.post(network, "/ports", {"port": body})["port"]["id"]
        clouds.call(network, "PUT", "/routers/%s/add_router_interface" % made["id"], json={"port_id": own})
    if source["routes"]:
        clouds.call(network, "PUT", "/routers/" + made["id"], json={"router": {"routes": source["routes"]}})
    return tagged(clouds, "routers", made, source)


def make_security_group(clouds, source):
    if source["name"] == "default":
        project = clouds.id_of("project", source["project_id"])
        path = "/security-groups?name=default&project_id=" + project
        made = clouds.get(clouds.destination.network, path)["security_groups"][0]
    else:
        made = make_in_neutron(clouds, "security-groups", "security_group", source)
    return tagged(clouds, "security-groups", made, source)


def make_rules(clouds, source):
    """Those that Neutron gave the new group stay where the source has them too."""
    network, group = clouds.destination.network, clouds.id_of("security-group", source["id"])
    given = clouds.get(network, "/security-groups/" + group)["security_group"]

    def wanted(rule):
        remote = rule["remote_group_id"]
        return {**said(rule, "rule"), "remote_group_id": remote and clouds.id_of("security-group", remote)}

    def same(rule):
        return repr([rule.get(key) or "" for key in (*SETTABLE["rule"], "remote_group_id")])

    rules = {same(body): body for body in map(wanted, source["security_group_rules"])}
    present = {same(rule): rule["id"] for rule in given["security_group_rules"]}
    missing = [{**{key: value for key, value in body.items() if value is not None}, "security_group_id": group,
                "project_id": given["project_id"]} for key, body in rules.items() if key not in present]
    if missing:
        clouds.post(network, "/security-group-rules", {"security_group_rules": missing})
    for key, rule in present.items():
        if key not in rules:
            clouds.call(network, "DELETE", "/security-group-rules/" + rule)
    return group


def read_image(clouds, source_id):
    return clouds.get(clouds.source.image, "/images/" + source_id)


def make_image(clouds, source):
    """Its members are in projects that the destination lacks."""
    body = {key: value for key, value in source.items() if key not in IMAGE_OWN and value is not None}
    owner = clouds.ids.get("project/" + source["owner"])
    image = clouds.destination.image
    made = clouds.post(image, "/images", {**body, "id": source["id"], **({"owner": owner} if owner else {})})["id"]
    with clouds.call(clouds.source.image, "GET", "/images/%s/file" % source["id"], stream=True) as data:
        clouds.call(image, "PUT", "/images/%s/file" % made, data=data.iter_content(CHUNK),
                    headers={"Content-Type": "application/octet-stream"})
    return made


READ = {
    "project": read_project, "user": read_user, "flavor": read_flavor, "flavor-access": read_flavor_access,
    "keypair": read_keypair, "server-group": read_server_group, "network": neutron("networks", "network"),
    "subnet": neutron("subnets", "subnet"), "router": read_router,
    "security-group": neutron("security-groups", "security_group"),
    "security-group-rules": neutron("security-groups", "security_group"), "image": read_image,
}
MAKE = {
    "project": make_project, "user": make_user, "flavor": make_flavor, "flavor-access": make_flavor_access,
    "keypair": make_keypair, "server-group": make_server_group, "network": make_network, "subnet": make_subnet,
    "router": make_router, "security-group": make_security_group, "security-group-rules": make_rules,
    "image": make_image,
}

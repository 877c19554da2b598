"""Every resource of a cloud, kind by kind, by a name that is the same in two clouds; ids in it are replaced by such names."""
from inventory import NETWORK_KINDS, SKIPPED, VOLATILE, compute, images, pages

# What our own marks are, in whatever place: an independent witness leaves them out.
MARKS = ("pumphouse", "owner_specified.")
# kind of everything() -> path and key of the network API
MORE_NETWORK = {"address-scopes": "address_scopes", "subnetpools": "subnetpools", "address-groups": "address_groups",
                "qos/policies": "policies", "trunks": "trunks", "rbac-policies": "rbac_policies"}
INNER = {"id", "standard_attr_id", "created_at", "updated_at", "revision_number"}
# Their ids are kept.
KEPT = ("flavors", "images")
AGENTS = ("network:dhcp", "network:router", "network:floatingip", "network:ha", "compute:", "network:distributed")


def unmarked(value):
    """Without tags and keys of ours."""
    if isinstance(value, dict):
        return {key: unmarked(item) for key, item in value.items() if not key.startswith(MARKS)}
    if isinstance(value, list):
        return [unmarked(item) for item in value if not (isinstance(item, str) and item.startswith(MARKS))]
    return value


class Names:
    """ids -> names; asked for while everything is renamed."""

    def __init__(self):
        self.of = {}

    def replace(self, value):
        if isinstance(value, dict):
            return {self.of.get(key, key): self.replace(item) for key, item in value.items()}
        if isinstance(value, list):
            items = [self.replace(item) for item in value]
            return sorted(items, key=repr)
        if isinstance(value, str):
            return self.of.get(value, value)
        return value


def raw(conn):
    """{kind: [resource]} as the APIs tell them."""
    identity, network = conn.identity, conn.network
    found = {"domains": list(pages(identity, "/domains", "domains")),
             "projects": list(pages(identity, "/projects", "projects")),
             "users": list(pages(identity, "/users", "users")),
             "groups": list(pages(identity, "/groups", "groups")),
             "roles": list(pages(identity, "/roles", "roles"))}
    for domain in found["domains"]:
        found["roles"] += list(pages(identity, "/roles?domain_id=" + domain["id"], "roles"))
    for group in found["groups"]:
        group["members"] = [item["id"] for item in pages(identity, "/groups/%s/users" % group["id"], "users")]
    for rule in identity.get("/role_inferences").json()["role_inferences"]:
        role = next(item for item in found["roles"] if item["id"] == rule["prior_role"]["id"])
        role["implies"] = [item["id"] for item in rule["implies"]]
    found["role assignments"] = list(pages(identity, "/role_assignments", "role_assignments"))
    by_id = compute(conn, [user["id"] for user in found["users"]])
    found["flavors"] = list(by_id["flavors"].values())
    found["keypairs"] = [{**item, "user": key.split("/")[0]} for key, item in by_id["keypairs"].items()]
    found["servers"] = list(by_id["servers"].values())
    found["server groups"] = list(by_id["server groups"].values())
    found["images"] = list(images(conn).values())
    found["quotas"] = [quotas(conn, project) for project in found["projects"]]
    for kind in NETWORK_KINDS:
        found[kind] = list(pages(network, "/" + kind, kind.replace("-", "_")))
    for kind, key in MORE_NETWORK.items():
        found[kind] = list(pages(network, "/" + kind, key))
    for group in found["security-groups"]:
        for rule in group["security_group_rules"]:
            for name in SKIPPED["security-group-rules"]:
                rule.pop(name, None)
    # One by one: what a list shows of routers hangs on the first of them (a gateway's policy comes twice, or not).
    found["routers"] = [network.get("/routers/" + router["id"]).json()["router"] for router in found["routers"]]
    for address in found["floatingips"]:
        address["port_forwardings"] = network.get("/floatingips/%s/port_forwardings" % address["id"]).json()["port_forwardings"]
    interfaces = [port for port in found["ports"] if port["device_owner"].startswith("network:router_interface")]
    for router in found["routers"]:
        router["interfaces"] = [{name: port[name] for name in ("mac_address", "fixed_ips", "name", "description", "tags")}
                                for port in interfaces if port["device_id"] == router["id"]]
    return found


def stripped(value):
    """Without the ids and dates of what lies inside (rules, forwardings): nothing refers to them, and they are their owner's."""
    if isinstance(value, dict):
        return {key: stripped(item) for key, item in value.items() if key not in INNER}
    return [stripped(item) for item in value] if isinstance(value, list) else value


def quotas(conn, project):
    key = project["id"]
    return {"id": "quota/" + key, "project": key,
            "compute": conn.compute.get("/os-quota-sets/" + key).json()["quota_set"],
            "volume": conn.block_storage.get("/os-quota-sets/" + key).json()["quota_set"],
            "network": conn.network.get("/quotas/" + key).json()["quota"]}


def label(kind, item, names):
    """Its name, made unique by what it belongs to."""
    owner = item.get("project_id") or item.get("owner") or item.get("tenant_id") or ""
    owner = names.of.get(owner, owner)
    if kind in ("projects", "users", "groups", "roles"):
        return "%s/%s" % (names.of.get(item.get("domain_id"), ""), item["name"])
    if kind == "keypairs":
        return "%s/%s" % (names.of.get(item["user"], item["user"]), item["name"])
    if kind == "quotas":
        return names.of[item["project"]]
    if kind == "ports":
        return "%s/%s" % (names.of.get(item["network_id"], ""), item["mac_address"])
    if kind == "floatingips":
        return item["floating_ip_address"]
    if kind == "subnets":
        return "%s/%s" % (names.of.get(item["network_id"], ""), item["name"] or item["cidr"])
    if kind == "rbac-policies":
        return "%s %s %s" % (names.of.get(item["object_id"], item["object_id"]), item["action"],
                             names.of.get(item["target_tenant"], item["target_tenant"]))
    if kind == "role assignments":
        return repr(names.replace({key: value for key, value in item.items() if key != "links"}))
    return "%s/%s" % (owner, item["name"]) if owner else item["name"]


def everything(conn):
    """({kind: {name: attributes}}, {kind: {name: attributes with the cloud's own ids}})"""
    names, named, as_told = Names(), {}, {}
    found = raw(conn)
    servers = found.pop("servers")
    for kind, items in found.items():
        named[kind], as_told[kind] = [], {}
        for item in items:
            item = unmarked({key: value for key, value in item.items() if key not in VOLATILE})
            name = label(kind, item, names)
            if "id" in item:
                names.of[item["id"]] = name
            if kind == "ports" and item["device_owner"].startswith(AGENTS):
                continue  # a server's, an agent's, a router's: compared with those
            if name in as_told[kind]:
                raise SystemExit("%s: two are called %s, and cannot be told apart" % (kind, name))
            item = {key: stripped(value) for key, value in item.items()}
            named[kind].append((name, item))
            as_told[kind][name] = item
    for server in servers:  # not compared here (compare.py does), but named
        names.of[server["id"]] = "%s/%s" % (names.of.get(server["tenant_id"]), server["name"])
    return {kind: {name: names.replace(item) for name, item in items} for kind, items in named.items()}, as_told

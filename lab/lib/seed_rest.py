"""Everything else a cloud is made of, in a domain and a project of their own: what only `strategy: all` moves."""
from seed_make import PASSWORD, by_name, image, network, port, security_group, subnet, tcp


def ensure(conn, path, one, name, **body):
    """One by its name, made where it is not there: for what the SDK has no words for."""
    many = {"rbac_policy": "rbac_policies", "qos_policy": "policies", "address_scope": "address_scopes"}.get(one, one + "s")
    found = next((item for item in conn.get(path).json()[many] if item.get("name") == name), None)
    if found:
        return found
    wrapped = one.replace("qos_", "")
    answer = conn.post(path, json={wrapped: {"name": name, **body}})
    if answer.status_code >= 300:
        raise SystemExit("%s %s: %s" % (one, name, answer.text))
    return answer.json()[wrapped]


def identity(admin):
    client = admin.identity
    domain = ensure(client, "/domains", "domain", "umbrella", description="a company bought last year")
    hooli = ensure(client, "/projects", "project", "hooli", domain_id=domain["id"], description="search and maps",
                   tags=["wave-2"])
    maps = ensure(client, "/projects", "project", "hooli-maps", domain_id=domain["id"], parent_id=hooli["id"])
    gavin = ensure(client, "/users?domain_id=" + domain["id"], "user", "gavin", domain_id=domain["id"],
                   password=PASSWORD, email="gavin@example.org", default_project_id=hooli["id"],
                   cost_centre="4711", options={"ignore_lockout_failure_attempts": True})
    ensure(client, "/users?domain_id=" + domain["id"], "user", "left", domain_id=domain["id"], enabled=False)
    staff = ensure(client, "/groups?domain_id=" + domain["id"], "group", "staff", domain_id=domain["id"],
                   description="all of them")
    client.put("/groups/%s/users/%s" % (staff["id"], gavin["id"]))
    roles = {item.name: item.id for item in admin.identity.roles()}
    own = ensure(client, "/roles?domain_id=" + domain["id"], "role", "curator", domain_id=domain["id"])
    client.put("/roles/%s/implies/%s" % (roles["operator"], roles["reader"]))
    client.put("/roles/%s/implies/%s" % (own["id"], roles["reader"]))
    for path in ("/projects/%s/groups/%s/roles/%s" % (maps["id"], staff["id"], roles["member"]),
                 "/projects/%s/users/%s/roles/%s" % (hooli["id"], gavin["id"], own["id"]),
                 "/domains/%s/users/%s/roles/%s" % (domain["id"], gavin["id"], roles["admin"]),
                 "/OS-INHERIT/domains/%s/groups/%s/roles/%s/inherited_to_projects" % (
                     domain["id"], staff["id"], roles["reader"]),
                 "/system/users/%s/roles/%s" % (gavin["id"], roles["reader"])):
        answer = client.put(path)
        if answer.status_code >= 300:
            raise SystemExit("%s: %s" % (path, answer.text))
    return {"hooli": hooli["id"], "maps": maps["id"], "gavin": gavin["id"]}


def quotas(admin, ids):
    admin.compute.put("/os-quota-sets/%s" % ids["hooli"], json={"quota_set": {"cores": 33, "instances": 11}})
    admin.compute.put("/os-quota-sets/%s?user_id=%s" % (ids["hooli"], ids["gavin"]),
                      json={"quota_set": {"cores": 7}})
    admin.block_storage.put("/os-quota-sets/%s" % ids["hooli"], json={"quota_set": {"volumes": 4, "gigabytes_nfs": 99}})
    admin.network.put("/quotas/%s" % ids["hooli"], json={"quota": {"port": 77, "subnetpool": 3}})


def images(admin, owner, cache):
    """A kernel and a ramdisk with the image that boots from them; community, hidden, without data."""
    kernel = image(admin, "hooli-kernel", cache + "/alice.pub", "aki", owner=owner, visibility="private")
    ramdisk = image(admin, "hooli-ramdisk", cache + "/alice.pub", "ari", owner=owner, visibility="private")
    image(admin, "hooli-boot", cache + "/alice.pub", "ami", owner=owner, visibility="community",
          kernel_id=kernel.id, ramdisk_id=ramdisk.id)
    if not admin.image.get("/images?os_hidden=true&name=hooli-old").json()["images"]:
        old = image(admin, "hooli-old", cache + "/bob.pub", "raw", owner=owner, visibility="public")
        admin.image.patch("/images/" + old.id, json=[{"op": "replace", "path": "/os_hidden", "value": True}],
                          headers={"Content-Type": "application/openstack-images-v2.1-json-patch"})
    if not by_name(admin.image.images(), "hooli-empty"):
        admin.image.post("/images", json={"name": "hooli-empty", "owner": owner, "visibility": "private"})


def networks(admin, hooli, globex):
    net, of = admin.network, {"project_id": hooli}
    scope = ensure(net, "/address-scopes", "address_scope", "hooli-scope", ip_version=4, **of)
    pool = ensure(net, "/subnetpools", "subnetpool", "hooli-pool", prefixes=["10.96.0.0/12"], default_prefixlen=24,
                  min_prefixlen=20, max_prefixlen=28, address_scope_id=scope["id"], description="all of hooli", **of)
    policy = ensure(net, "/qos/policies", "qos_policy", "hooli-slow", description="10 Mbit/s", **of)
    if not policy.get("rules"):
        net.post("/qos/policies/%s/bandwidth_limit_rules" % policy["id"], json={
            "bandwidth_limit_rule": {"max_kbps": 10000, "max_burst_kbps": 8000, "direction": "egress"}})
        net.post("/qos/policies/%s/dscp_marking_rules" % policy["id"], json={"dscp_marking_rule": {"dscp_mark": 26}})
    group = ensure(net, "/address-groups", "address_group", "hooli-offices",
                   addresses=["192.0.2.0/25", "198.51.100.7/32"], **of)
    inside = network(admin, "hooli-inside", qos_policy_id=policy["id"], dns_domain="hooli.example.", **of)
    first = subnet(admin, inside, "hooli-v4", "10.96.7.0/24", subnet_pool_id=pool["id"], dns_publish_fixed_ip=True, **of)
    trunk_net = network(admin, "hooli-vlan", **of)
    subnet(admin, trunk_net, "hooli-vlan-v4", "10.97.0.0/24", enable_dhcp=False, **of)
    security_group(admin, "hooli-office", "from the offices", [tcp(22, remote_address_group_id=group["id"])], **of)
    share = {"object_type": "network", "object_id": inside.id, "action": "access_as_shared", "target_tenant": globex}
    if not any(item["object_id"] == inside.id for item in net.get("/rbac-policies").json()["rbac_policies"]):
        net.post("/rbac-policies", json={"rbac_policy": {**share, **of}})
    parent = port(admin, inside, "hooli-parent", **of)
    child = port(admin, trunk_net, "hooli-child", **of)
    ensure(net, "/trunks", "trunk", "hooli-trunk", port_id=parent.id, description="two networks, one port",
           sub_ports=[{"port_id": child.id, "segmentation_type": "vlan", "segmentation_id": 42}], **of)
    port(admin, inside, "hooli-named", dns_name="search", dns_domain="search.hooli.example.", **of)
    forwarded(admin, hooli, inside, first)
    edge(admin, policy["id"], **of)


def edge(admin, policy, **of):
    """A router that only routes, at an address outside that was chosen for it, and slowly."""
    if by_name(admin.network.routers(), "hooli-edge"):
        return
    public = by_name(admin.network.networks(), "public")
    outside = {"network_id": public.id, "enable_snat": False, "qos_policy_id": policy,
               "external_fixed_ips": [{"ip_address": "203.0.113.5"}]}
    ensure(admin.network, "/routers", "router", "hooli-edge", description="no NAT", external_gateway_info=outside, **of)


def forwarded(admin, hooli, inside, first):
    net = admin.network
    router = by_name(net.routers(), "hooli-router")
    if not router:
        public = by_name(net.networks(), "public")
        router = net.create_router(name="hooli-router", project_id=hooli,
                                   external_gateway_info={"network_id": public.id})
        net.add_interface_to_router(router, subnet_id=first.id)
        behind = port(admin, inside, "hooli-behind", project_id=hooli)
        address = net.create_ip(floating_network_id=public.id, project_id=hooli, description="one address, two services")
        for outside, inside_port in ((2222, 22), (8080, 80)):
            answer = net.post("/floatingips/%s/port_forwardings" % address.id, json={"port_forwarding": {
                "internal_port_id": behind.id, "internal_ip_address": behind.fixed_ips[0]["ip_address"],
                "internal_port": inside_port, "external_port": outside, "protocol": "tcp"}})
            if answer.status_code >= 300:
                raise SystemExit("port forwarding: " + answer.text)


def rest(admin, projects, cache):
    ids = identity(admin)
    quotas(admin, ids)
    images(admin, ids["hooli"], cache)
    networks(admin, ids["hooli"], projects["globex"].id)

"""Makes one resource each, or finds it by name: the words the seed is written in."""
import base64

PASSWORD = "Seed-password-1"


def by_name(items, name):
    return next((item for item in items if item.name == name), None)


def as_user(admin, user, project):
    return admin.connect_as(username=user, password=PASSWORD, project_name=project,
                            user_domain_name="Default", project_domain_name="Default")


def project(admin, name, description, tags=()):
    found = by_name(admin.identity.projects(), name)
    if not found:
        found = admin.identity.create_project(name=name, domain_id="default", description=description)
        for tag in tags:
            admin.identity.put("/projects/%s/tags/%s" % (found.id, tag))
    return found


def user(admin, name, **more):
    return by_name(admin.identity.users(), name) or admin.identity.create_user(
        name=name, password=PASSWORD, domain_id="default", **more)


def role(admin, name, **more):
    return by_name(admin.identity.roles(), name) or admin.identity.create_role(name=name, **more)


def flavor(admin, name, specs=None, access=None, **size):
    compute = admin.compute
    found = by_name(compute.flavors(details=True, is_public=None), name)
    if not found:
        found = compute.create_flavor(name=name, is_public=access is None, **size)
        if specs:
            compute.create_flavor_extra_specs(found, specs)
        if access:
            compute.flavor_add_tenant_access(found, access.id)
    return found


def keypair(conn, name, path):
    if not by_name(conn.compute.keypairs(), name):
        with open(path) as key:
            conn.compute.create_keypair(name=name, public_key=key.read().strip())


def tagged(conn, resource, tags):
    if tags:
        conn.network.set_tags(resource, list(tags))
    return resource


def network(conn, name, tags=(), **more):
    return by_name(conn.network.networks(), name) or tagged(
        conn, conn.network.create_network(name=name, **more), tags)


def subnet(conn, net, name, cidr, tags=(), **more):
    return by_name(conn.network.subnets(network_id=net.id), name) or tagged(
        conn, conn.network.create_subnet(
            network_id=net.id, name=name, cidr=cidr, **{"ip_version": 4, **more}), tags)


def router(conn, name, external, subnets, routes=(), chosen=(), tags=(), **more):
    """chosen: (network, subnet, address) of interfaces that do not sit on the subnet's gateway."""
    found = by_name(conn.network.routers(), name)
    if found:
        return found
    found = conn.network.create_router(name=name, external_gateway_info={"network_id": external.id}, **more)
    for item in subnets:
        conn.network.add_interface_to_router(found, subnet_id=item.id)
    for net, item, address in chosen:
        own = conn.network.create_port(network_id=net.id,
                                       fixed_ips=[{"subnet_id": item.id, "ip_address": address}])
        conn.network.add_interface_to_router(found, port_id=own.id)
    if routes:
        conn.network.update_router(found, routes=list(routes))
    return tagged(conn, found, tags)


def rule(conn, group, **more):
    conn.network.create_security_group_rule(
        security_group_id=group.id, **{"direction": "ingress", "ethertype": "IPv4", **more})


def tcp(first, last=None, **more):
    return {"protocol": "tcp", "port_range_min": first, "port_range_max": last or first, **more}


def security_group(conn, name, description, rules, default_egress=True, tags=(), **more):
    """A rule whose remote_group_id is "self" means the group it belongs to."""
    owner = more.get("project_id", conn.current_project_id)
    found = by_name(conn.network.security_groups(tenant_id=owner), name)
    if not found:
        found = conn.network.create_security_group(name=name, description=description, **more)
        if not default_egress:
            for item in conn.network.security_group_rules(security_group_id=found.id):
                conn.network.delete_security_group_rule(item)
        for item in rules:
            if item.get("remote_group_id") == "self":
                item = {**item, "remote_group_id": found.id}
            rule(conn, found, **item)
        tagged(conn, found, tags)
    return found


def port(conn, net, name, tags=(), **more):
    return by_name(conn.network.ports(network_id=net.id), name) or tagged(
        conn, conn.network.create_port(network_id=net.id, name=name, **more), tags)


def image(conn, name, path, disk_format, **more):
    found = by_name(conn.image.images(visibility="all"), name)
    if not found:
        found = conn.image.create_image(
            name=name, filename=path, disk_format=disk_format, container_format="bare",
            allow_duplicates=True, validate_checksum=False, **more)
    return conn.image.get_image(found.id)


def volume(conn, name, **more):
    found = by_name(conn.block_storage.volumes(), name)
    if not found:
        found = conn.block_storage.create_volume(name=name, **more)
        found = conn.block_storage.wait_for_status(found, "available", ["error"], 1, 300)
    return found


def server_group(conn, name, policy, rules=None):
    found = by_name(conn.compute.server_groups(), name)
    if found:
        return found.id
    body = {"name": name, "policy": policy, **({"rules": rules} if rules else {})}
    answer = conn.compute.post("/os-server-groups", microversion="2.64", json={"server_group": body})
    answer.raise_for_status()
    return answer.json()["server_group"]["id"]


def encoded(text):
    return base64.b64encode(text.encode()).decode()


def server(conn, name, flavor, networks, group=None, **more):
    """Does not wait. Posted at 2.90, since the SDK knows neither hostname nor tags at creation."""
    found = by_name(conn.compute.servers(), name)
    if found:
        return found.id
    body = {"server": {"name": name, "flavorRef": flavor.id, "networks": networks, **more}}
    if group:
        body["os:scheduler_hints"] = {"group": group}
    answer = conn.compute.post("/servers", json=body, microversion="2.90")
    if answer.status_code >= 300:
        raise SystemExit("server %s: %s" % (name, answer.text))
    return answer.json()["server"]["id"]


def wait_server(conn, server_id, status="ACTIVE"):
    return conn.compute.wait_for_server(
        conn.compute.get_server(server_id), status, ["ERROR"] if status != "ERROR" else [], 0.5, 300)


def act(conn, server_id, action, status=None, microversion="2.73"):
    """Posts a server action and waits for the status it leads to."""
    answer = conn.compute.post("/servers/%s/action" % server_id, json=action, microversion=microversion)
    if answer.status_code >= 300:
        raise SystemExit("%s of %s: %s" % (action, server_id, answer.text))
    if status:
        wait_server(conn, server_id, status)

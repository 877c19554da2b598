#!/usr/bin/python3
"""Everything a cloud holds, as JSON: {kind: {id: attributes}}. For "nothing else changed".

usage: inventory.py CLOUD        (a name in clouds.yaml, an administrator)
Left out: what changes by itself (dates of change, revision and progress counters), and links.
"""
import json
import os
import sys

import openstack

# What compare_all.py does not compare, kind by kind, and why.
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "skipped.json")) as skipped:
    SKIPPED = json.load(skipped)
VOLATILE = set(SKIPPED["*"]) - {"id", "created_at"} | {"direct_url", "locations"}
OF_SERVERS = {"updated", "OS-EXT-STS:task_state", "progress"}
# Images of every visibility: without a word Glance leaves out other projects' community images, and hidden ones.
EVERY_IMAGE = ("/images?visibility=all", "/images?visibility=all&os_hidden=true")
NETWORK_KINDS = ("networks", "subnets", "routers", "ports", "floatingips", "security-groups")


def pages(client, path, key, **options):
    """All elements, by the `next` link each service names in its own way."""
    while path:
        answer = client.get(path, **options)
        if answer.status_code >= 300:
            raise SystemExit("GET %s: %s" % (path, answer.text))
        body = answer.json()
        yield from body[key]
        links = body.get(key + "_links") or body.get("links") or []
        following = body.get("next")
        if isinstance(links, list):
            following = following or next((link["href"] for link in links if link["rel"] == "next"), None)
        elif links.get("next"):
            following = links["next"]
        path = following


def kept(item):
    return {key: value for key, value in item.items() if key not in VOLATILE | OF_SERVERS}


def by_id(items, key="id"):
    return {item[key]: kept(item) for item in items}


def identity(conn):
    client = conn.identity
    return {"projects": by_id(pages(client, "/projects", "projects")),
            "users": by_id(pages(client, "/users", "users")),
            "roles": by_id(pages(client, "/roles", "roles")),
            "role assignments": {json.dumps(kept(item), sort_keys=True): True for item in pages(
                client, "/role_assignments", "role_assignments")}}


def compute(conn, users):
    client, new = conn.compute, {"microversion": "2.90"}
    flavors = by_id(pages(client, "/flavors/detail?is_public=None", "flavors", **new))
    for key, flavor in flavors.items():
        flavor["access"] = [] if flavor["os-flavor-access:is_public"] else sorted(
            item["tenant_id"] for item in pages(client, "/flavors/%s/os-flavor-access" % key, "flavor_access", **new))
    keypairs = {}
    for user in users:
        for item in pages(client, "/os-keypairs?user_id=" + user, "keypairs", **new):
            keypairs["%s/%s" % (user, item["keypair"]["name"])] = kept(item["keypair"])
    servers = by_id(pages(client, "/servers/detail?all_tenants=1", "servers", **new))
    for key, server in servers.items():
        attached = list(pages(client, "/servers/%s/os-interface" % key, "interfaceAttachments", **new))
        server["interfaces"] = sorted(item["port_id"] for item in attached)
        server["interface_tags"] = {item["port_id"]: item["tag"] for item in attached}
    return {"flavors": flavors, "keypairs": keypairs, "servers": servers,
            "server groups": by_id(pages(client, "/os-server-groups?all_projects=True", "server_groups", **new)),
            "aggregates": by_id(pages(client, "/os-aggregates", "aggregates", **new))}


def images(conn):
    found = by_id(item for path in EVERY_IMAGE for item in pages(conn.image, path, "images"))
    for key, image in found.items():
        if image["visibility"] == "shared":
            image["members"] = {item["member_id"]: item["status"] for item in pages(
                conn.image, "/images/%s/members" % key, "members")}
    return found


def inventory(cloud):
    conn = openstack.connect(cloud=cloud)
    found = identity(conn)
    found.update(compute(conn, found["users"]))
    found["images"] = images(conn)
    for kind in NETWORK_KINDS:
        found[kind] = by_id(pages(conn.network, "/" + kind, kind.replace("-", "_")))
    found["qos/policies"] = by_id(pages(conn.network, "/qos/policies", "policies"))
    for kind in ("volumes", "snapshots"):
        found[kind] = by_id(pages(conn.block_storage, "/%s/detail?all_tenants=1" % kind, kind))
    return found


if __name__ == "__main__":
    json.dump(inventory(sys.argv[1]), sys.stdout, indent=1, sort_keys=True)
    print()

#!/usr/bin/python3
"""A project of a few small servers beside the seed, for tests that need no reset.

usage: small_project.py make NAME SERVER[=ADDRESS] ...   in the source; all are ACTIVE when it returns
       small_project.py remove NAME                      from both clouds, with all it owns
"""
import os
import sys

import openstack

from seed_make import as_user, by_name, flavor, image, network, project, server, subnet, user, wait_server

CIDR = "198.18.77.0/24"  # kept for tests: on no machine's way
LAB = os.environ.get("LAB", "/var/lib/pumphouse-lab")


def make(name, servers, cache):
    admin = openstack.connect(cloud="src")
    owner = user(admin, name)
    member = by_name(admin.identity.roles(), "member")
    admin.identity.assign_project_role_to_user(project(admin, name, "for a test"), owner, member)
    conn = as_user(admin, name, name)
    size = flavor(admin, name + ".tiny", ram=64, vcpus=1, disk=1)
    boot = image(admin, name + "-boot", cache + "/tiny.qcow2", "qcow2", visibility="public")
    net = network(conn, name + "-net")
    # Of it servers get theirs by chance; an address that is asked for lies outside.
    subnet(conn, net, name + "-v4", CIDR, allocation_pools=[{"start": "198.18.77.100", "end": "198.18.77.200"}])
    building = []
    for word in servers:
        called, _, address = word.partition("=")
        nic = {"uuid": net.id, **({"fixed_ip": address} if address else {})}
        building.append(server(conn, called, size, [nic], imageRef=boot.id, availability_zone="nova"))
    for item in building:
        wait_server(conn, item)


def remove(name, cloud):
    conn = openstack.connect(cloud=cloud)
    own = by_name(conn.identity.projects(), name)
    if own:
        servers = list(conn.compute.servers(all_projects=True, project_id=own.id))
        for item in servers:
            conn.compute.delete_server(item, force=True)
        for item in servers:
            conn.compute.wait_for_delete(item, interval=1, wait=120)
        for item in conn.network.ports(project_id=own.id):
            conn.network.delete_port(item)
        for item in conn.network.networks(project_id=own.id):
            conn.network.delete_network(item)
    for item in conn.image.images(name=name + "-boot"):
        conn.image.delete_image(item)
    for item in conn.compute.flavors():
        if item.name == name + ".tiny":
            conn.compute.delete_flavor(item)
    found = by_name(conn.identity.users(), name)
    if found:
        conn.identity.delete_user(found)
    if own:
        conn.identity.delete_project(own)
        for item in conn.network.security_groups(project_id=own.id):
            conn.network.delete_security_group(item)


if __name__ == "__main__":
    action, called, *rest = sys.argv[1:]
    if action == "make":
        make(called, rest, LAB + "/cache")
    else:
        for each in ("src", "dst"):
            remove(called, each)

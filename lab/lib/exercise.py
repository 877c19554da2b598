#!/usr/bin/python3
"""A server on a fake host and one on a real host: created, suspended, resumed, stopped, deleted.

usage: exercise.py CLOUD        prints what it did; removes what it made
"""
import sys
import time

import openstack

from disturb import made_in
from seed_make import act, by_name


def remove(conn, prefix, servers):
    for item in servers:
        conn.compute.delete_server(item)
    for item in servers:
        server = conn.compute.find_server(item)
        if server is not None:
            conn.compute.wait_for_delete(server, 0.5, 60)
    conn.network.delete_network(by_name(conn.network.networks(), prefix + "-net"))
    conn.image.delete_image(by_name(conn.image.images(), prefix + "-image"))
    conn.compute.delete_flavor(by_name(conn.compute.flavors(), prefix + "-flavor"))


def main():
    conn, started = openstack.connect(cloud=sys.argv[1]), time.monotonic()
    servers = made_in(conn, "exercise")
    for item in servers:
        act(conn, item, {"suspend": None}, "SUSPENDED")
        act(conn, item, {"resume": None}, "ACTIVE")
        act(conn, item, {"os-stop": None}, "SHUTOFF")
        ports = list(conn.network.ports(device_id=item))
        assert ports and all(port.status in ("ACTIVE", "DOWN") for port in ports), ports
    remove(conn, "exercise", servers)
    print("%s: %d servers in %.0f s" % (sys.argv[1], len(servers), time.monotonic() - started))


main()

#!/usr/bin/python3
"""Leaves both clouds in one of several messes, for the test of `lab.sh reset`.

usage: disturb.py servers | projects | states | under-way | files
"""
import os
import signal
import sys

import openstack

from seed_make import act, by_name, server, wait_server

LAB = os.environ.get("LAB", "/var/lib/pumphouse-lab")


def named(conn, name):
    return by_name(conn.compute.servers(all_projects=True), name)


def made_in(conn, prefix, zones=("nova", "libvirt"), wait=True):
    """A network, an image, a flavor and a server in each zone, by the administrator."""
    net = conn.network.create_network(name=prefix + "-net")
    conn.network.create_subnet(network_id=net.id, cidr="10.99.0.0/24", ip_version=4, enable_dhcp=False)
    flavor = conn.compute.create_flavor(name=prefix + "-flavor", ram=96, vcpus=1, disk=1)
    image = conn.image.create_image(name=prefix + "-image", filename=LAB + "/cache/tiny.qcow2", disk_format="qcow2",
                                    container_format="bare", allow_duplicates=True, validate_checksum=False)
    made = [server(conn, "%s-%s" % (prefix, zone), flavor, [{"uuid": net.id}], imageRef=image.id,
                   availability_zone=zone) for zone in zones]
    for item in made if wait else []:
        wait_server(conn, item)
    return made


def servers(source, destination):
    source.compute.delete_server(named(source, "web1"))
    act(source, named(source, "web2").id, {"suspend": None}, "SUSPENDED")
    for name in ("app1", "bfv1"):
        act(source, named(source, name).id, {"os-stop": None}, "SHUTOFF")
    batch1 = named(source, "batch1").id
    act(source, batch1, {"unlock": None})
    act(source, batch1, {"os-start": None}, "ACTIVE")
    made_in(source, "mess")
    made_in(destination, "mess")
    destination.identity.create_project(name="acme", domain_id="default")


def projects(source, destination):
    source.compute.delete_server(named(source, "g1"), force=True)
    for name in ("globex", "initech"):
        source.identity.delete_project(by_name(source.identity.projects(), name))
    source.identity.delete_user(by_name(source.identity.users(), "bob"))
    source.compute.delete_flavor(by_name(source.compute.flavors(), "lab.swap"))
    source.image.delete_image(by_name(source.image.images(), "lab-boot"))
    data1 = named(source, "data1")
    for attachment in source.compute.volume_attachments(data1):
        source.compute.delete_volume_attachment(attachment, data1)
    source.block_storage.delete_volume(by_name(source.block_storage.volumes(all_projects=True), "vol-from-image"))
    project = destination.identity.create_project(name="acme", domain_id="default")
    destination.set_compute_quotas(project.id, cores=1)
    destination.network.create_network(name="acme-front", project_id=project.id)


def states(source, destination):
    app1 = named(source, "app1").id
    act(source, app1, {"createImage": {"name": "mess-snapshot"}}, microversion="2.44")
    act(source, named(source, "bfv1").id, {"pause": None}, "PAUSED")
    act(source, named(source, "cache1").id, {"shelve": None}, "SHELVED_OFFLOADED")
    act(source, named(source, "cache2").id, {"os-resetState": {"state": "error"}})
    act(source, named(source, "frozen1").id, {"resume": None}, "ACTIVE")
    first = made_in(destination, "mess")
    act(destination, first[1], {"suspend": None}, "SUSPENDED")
    host = by_host(destination, "dst-compute1")
    destination.compute.disable_service(host, host.host, host.binary)
    destination.compute.create_aggregate(name="mess", availability_zone="mess")
    for name in ("src-nova-api", "dst-neutron-server", "dst-placement-api"):
        with open("%s/run/%s.pid" % (LAB, name)) as file:
            os.kill(int(file.read()), signal.SIGKILL)


def by_host(conn, host):
    return next(item for item in conn.compute.services() if item.host == host)


def under_way(source, destination):
    """Nothing is waited for: the reset comes while all of it goes on."""
    for conn, prefix in ((source, "mess-a"), (destination, "mess-b"), (destination, "mess-c")):
        made_in(conn, prefix, wait=False)
    act(source, named(source, "app1").id, {"suspend": None})
    act(source, named(source, "bfv1").id, {"os-stop": None})
    act(source, named(source, "web1").id, {"createImage": {"name": "mess-snapshot"}}, microversion="2.44")
    act(source, named(source, "web2").id, {"shelve": None})
    source.block_storage.create_volume(name="mess", size=1, image_id=by_name(source.image.images(), "lab-boot").id)


def files(source, destination):
    folder = LAB + "/src/images"
    biggest = max(os.listdir(folder), key=lambda name: os.path.getsize(os.path.join(folder, name)))
    with open(os.path.join(folder, biggest), "r+b") as data:
        data.write(b"overwritten")
    volume = by_name(source.block_storage.volumes(all_projects=True), "vol-data")
    with open("%s/src/nfs-export/volume-%s" % (LAB, volume.id), "r+b") as data:
        data.write(b"overwritten")
    for port in source.network.ports():
        if port.name in ("web1-port", "gw1-back"):
            source.network.update_port(port, admin_state_up=False, description="mess")
    for item in list(source.network.ips()):
        for forwarding in list(source.network.port_forwardings(item)):
            source.network.delete_port_forwarding(forwarding, item)
        source.network.delete_ip(item)
    router = by_name(source.network.routers(), "acme-router")
    source.network.update_router(router, routes=[], external_gateway_info={})
    group = by_name(source.network.security_groups(), "cluster")
    for rule in source.network.security_group_rules(security_group_id=group.id):
        source.network.delete_security_group_rule(rule)
    destination.network.delete_network(by_name(destination.network.networks(), "public"))


if __name__ == "__main__":
    globals()[sys.argv[1].replace("-", "_")](openstack.connect(cloud="src"), openstack.connect(cloud="dst"))

"""The project that the tests move: every kind a server can depend on, in its less usual forms too."""
from seed_make import (act, by_name, encoded, image, network, port, router, rule, security_group,
                       server, server_group, subnet, tcp, volume, wait_server)


def networks(conn, common):
    front = network(conn, "acme-front", description="web tier", tags=["tier=web"])
    front_v4 = subnet(
        conn, front, "acme-front-v4", "10.10.0.0/24", gateway_ip="10.10.0.1", tags=["v4"],
        dns_nameservers=["9.9.9.9", "149.112.112.112"],
        host_routes=[{"destination": "192.168.100.0/24", "nexthop": "10.10.0.254"}],
        allocation_pools=[{"start": "10.10.0.50", "end": "10.10.0.200"}])
    back = network(conn, "acme-back", mtu=1400)
    back_v4 = subnet(conn, back, "acme-back-v4", "10.20.0.0/24", gateway_ip=None, enable_dhcp=False)
    mgmt = network(conn, "acme-mgmt", description="Verwaltung – nur für die Technik")
    mgmt_v4 = subnet(conn, mgmt, "acme-mgmt-v4", "10.30.0.0/25", gateway_ip="10.30.0.1",
                     allocation_pools=[{"start": "10.30.0.10", "end": "10.30.0.40"},
                                       {"start": "10.30.0.60", "end": "10.30.0.90"}])
    mgmt_v6 = subnet(conn, mgmt, "acme-mgmt-v6", "2001:db8:30::/64", ip_version=6,
                     ipv6_ra_mode="dhcpv6-stateful", ipv6_address_mode="dhcpv6-stateful",
                     dns_nameservers=["2620:fe::fe"])
    router(conn, "acme-router", common["public"], [front_v4], chosen=[(mgmt, mgmt_v4, "10.30.0.100")],
           routes=[{"destination": "192.168.200.0/24", "nexthop": "10.10.0.254"}],
           description="to the world", tags=["edge"])
    return {"front": front, "front_v4": front_v4, "back": back, "back_v4": back_v4,
            "mgmt": mgmt, "mgmt_v4": mgmt_v4, "mgmt_v6": mgmt_v6}


def security_groups(conn):
    web = security_group(conn, "web", "web servers", [
        tcp(80, remote_ip_prefix="0.0.0.0/0"), tcp(443, remote_ip_prefix="0.0.0.0/0"),
        {"protocol": "icmp"}, tcp(8000, 8100, ethertype="IPv6", remote_ip_prefix="2001:db8::/32")])
    db = security_group(conn, "db", "only from web", [
        tcp(5432, remote_group_id=web.id, description="postgres from the web tier")])
    cluster = security_group(conn, "cluster", "members talk to each other", tags=["cache"], rules=[
        tcp(7946, remote_group_id="self"), {"remote_group_id": "self", "ethertype": "IPv6"},
        {"protocol": "112", "remote_group_id": "self", "description": "VRRP"},
        {"protocol": "icmp", "port_range_min": 8, "port_range_max": 0}])
    locked = security_group(conn, "no-way-out", "egress to the resolvers only", default_egress=False, rules=[
        {"direction": "egress", "protocol": "udp", "port_range_min": 53, "port_range_max": 53,
         "remote_ip_prefix": "9.9.9.9/32"}, tcp(22, remote_ip_prefix="198.51.100.0/24")])
    default = by_name(conn.network.security_groups(tenant_id=conn.current_project_id), "default")
    if not any(r.protocol == "tcp" for r in conn.network.security_group_rules(security_group_id=default.id)):
        rule(conn, default, description="ssh from the office", **tcp(22, remote_ip_prefix="198.51.100.0/24"))
    return {"web": web, "db": db, "cluster": cluster, "locked": locked}


def ports(conn, nets, groups):
    web1 = port(conn, nets["front"], "web1-port", security_groups=[groups["web"].id],
                fixed_ips=[{"subnet_id": nets["front_v4"].id, "ip_address": "10.10.0.60"}],
                mac_address="fa:16:3e:aa:00:60", tags=["web"],
                allowed_address_pairs=[{"ip_address": "10.10.0.99"}])
    # Held for the pair of web servers: attached to nothing.
    port(conn, nets["front"], "web-vip", description="virtual address of the web servers",
         security_groups=[groups["web"].id],
         fixed_ips=[{"subnet_id": nets["front_v4"].id, "ip_address": "10.10.0.99"}])
    two = port(conn, nets["front"], "gw1-front", description="two addresses",
               security_groups=[groups["web"].id, groups["locked"].id],
               fixed_ips=[{"subnet_id": nets["front_v4"].id, "ip_address": "10.10.0.70"},
                          {"subnet_id": nets["front_v4"].id, "ip_address": "10.10.0.71"}])
    port(conn, nets["back"], "gw1-back", port_security_enabled=False, security_groups=[],
         fixed_ips=[{"subnet_id": nets["back_v4"].id, "ip_address": "10.20.0.254"}])
    port(conn, nets["mgmt"], "gw1-mgmt", security_groups=[groups["cluster"].id],
         fixed_ips=[{"subnet_id": nets["mgmt_v4"].id}, {"subnet_id": nets["mgmt_v6"].id}],
         allowed_address_pairs=[{"ip_address": "10.30.0.64/28", "mac_address": "00:00:5e:00:01:0a"}])
    return {"web1": web1, "two": two}


def floating_ips(conn, common, own):
    if list(conn.network.ips(project_id=conn.current_project_id)):
        return
    public = common["public"].id
    conn.network.create_ip(floating_network_id=public, port_id=own["web1"].id, description="web1")
    conn.network.create_ip(floating_network_id=public, description="reserve")
    conn.network.create_ip(floating_network_id=public, port_id=own["two"].id,
                           fixed_ip_address="10.10.0.71", description="gw1, second address")


def images(conn, other, projects, cache):
    private = image(conn, "acme-private", cache + "/random64.raw", "raw", visibility="private",
                    tags=["golden"], is_protected=True, acme_release="2024.1", description="month-end jobs")
    shared = image(conn, "acme-shared", cache + "/random64.qcow2", "qcow2", visibility="shared",
                   hw_disk_bus="scsi", hw_scsi_model="virtio-scsi")
    if not list(conn.image.members(shared)):
        conn.image.add_member(shared, member_id=projects["globex"].id)
        other.image.update_member(projects["globex"].id, shared, status="accepted")
    image(conn, "acme-big", cache + "/big.raw", "raw", visibility="private")
    return {"private": private, "shared": shared}


def volumes(conn, boot):
    empty = volume(conn, "vol-empty", size=1, description="no data", metadata={"tier": "bronze"})
    made = {"data": volume(conn, "vol-data", size=1),
            "root": volume(conn, "vol-root", size=1, image_id=boot.id)}
    volume(conn, "vol-from-image", size=1, image_id=boot.id)
    if not by_name(conn.block_storage.snapshots(), "vol-empty-snap"):
        snap = conn.block_storage.create_snapshot(volume_id=empty.id, name="vol-empty-snap")
        conn.block_storage.wait_for_status(snap, "available", ["error"], 1, 120)
    return made


def gateway_nics(conn):
    """gw1's ports in the reverse of the order in which neutron lists them."""
    listed = [p for p in conn.network.ports() if p.name.startswith("gw1-")]
    return [{"port": p.id, "tag": p.name} for p in reversed(listed)]


def web_tier(conn, common, nets):
    """Returns the ids of servers that are being built."""
    apart = server_group(conn, "web-apart", "anti-affinity")
    web1 = by_name(conn.network.ports(), "web1-port")
    first = server(conn, "web1", common["small"], [{"port": web1.id, "tag": "front"}], apart, imageRef=common["boot"].id,
                   key_name="alice-key", metadata={"role": "web", "owner": "alice"}, config_drive=True,
                   user_data=encoded("#cloud-config\nhostname: web1\n"))
    gateway = server(conn, "gw1", common["swap"], gateway_nics(conn), imageRef=common["boot"].id,
                     key_name="alice-key", description="NAT and jump host", tags=["edge", "nat"])
    wait_server(conn, first)  # two of an anti-affinity group at once may be refused
    second = server(conn, "web2", common["private"], [{"uuid": nets["front"].id}, {"uuid": nets["back"].id}],
                    apart, imageRef=common["boot"].id, key_name="alice-key", security_groups=[{"name": "web"}])
    return [gateway, second]


def inner_tier(conn, other, common, nets, images):
    """cache1, cache2 (bob's, with bob's key), app1 (a real guest), batch1 (stopped and locked below)."""
    caches = server_group(conn, "cache-apart", "soft-anti-affinity")
    batch = server_group(conn, "batch-two", "anti-affinity", {"max_server_per_host": 2})
    back = [{"uuid": nets["back"].id}]
    tagged = [{"uuid": nets["back"].id, "tag": "inside"}]
    return [
        server(conn, "cache1", common["tiny"], back, caches, imageRef=images["shared"].id, key_name="alice-key",
               security_groups=[{"name": "cluster"}, {"name": "default"}],
               metadata={"note": "größer als nötig"}),
        server(other, "cache2", common["tiny"], back, caches, imageRef=images["shared"].id, key_name="bob-key",
               security_groups=[{"name": "cluster"}]),
        server(conn, "app1", common["tiny"], tagged, imageRef=common["boot"].id, availability_zone="libvirt",
               key_name="alice-key", config_drive=True, hostname="app-one", tags=["app", "wave-1"],
               description="the application", user_data=encoded("#!/bin/sh\necho app1\n"),
               security_groups=[{"name": "no-way-out"}]),
        server(conn, "batch1", common["private"], back, batch, imageRef=images["private"].id,
               description="month-end jobs"),
        server(conn, "data1", common["tiny"], back, imageRef=common["boot"].id,
               security_groups=[{"name": "db"}])]


def servers(conn, other, common, nets, images, volumes):
    building = web_tier(conn, common, nets) + inner_tier(conn, other, common, nets, images)
    building.append(server(
        conn, "bfv1", common["tiny"], [{"uuid": nets["front"].id}], availability_zone="libvirt",
        block_device_mapping_v2=[{"boot_index": 0, "uuid": volumes["root"].id, "source_type": "volume",
                                  "destination_type": "volume", "delete_on_termination": False}]))
    for item in building:
        if conn.compute.get_server(item).status != "SHUTOFF":
            wait_server(conn, item)
    data1, batch1 = (by_name(conn.compute.servers(), name) for name in ("data1", "batch1"))
    if not list(conn.compute.volume_attachments(data1)):
        conn.compute.create_volume_attachment(data1, volume_id=volumes["data"].id)
        conn.block_storage.wait_for_status(volumes["data"], "in-use", ["error"], 1, 120)
    if batch1.status == "ACTIVE":
        act(conn, batch1.id, {"os-stop": None}, "SHUTOFF")
        act(conn, batch1.id, {"lock": {"locked_reason": "runs on the 1st: ask alice"}})

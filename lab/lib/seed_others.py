"""The projects beside acme: what a migration of acme must not touch, and servers in other states."""
from seed_make import act, network, security_group, server, subnet, tcp, wait_server


def create(bob, carol, common):
    """{name: id} of the servers, still being built."""
    globex = network(bob, "globex-net")
    subnet(bob, globex, "globex-v4", "10.10.0.0/24")  # the same range as acme's, on purpose
    security_group(bob, "ssh", "", [tcp(22, remote_ip_prefix="198.51.100.0/24")])
    initech = network(carol, "initech-net")
    subnet(carol, initech, "initech-v4", "10.40.0.0/24", enable_dhcp=False)
    # Addresses made from the MAC: such a port takes no chosen one.
    subnet(carol, initech, "initech-v6", "2001:db8:40::/64", ip_version=6,
           ipv6_ra_mode="slaac", ipv6_address_mode="slaac")
    made = {"g1": server(bob, "g1", common["tiny"], [{"uuid": globex.id}], imageRef=common["boot"].id)}
    for name in ("frozen1", "paused1", "shelved1", "broken1"):
        made[name] = server(carol, name, common["tiny"], [{"uuid": initech.id}], imageRef=common["boot"].id)
    return made


def rest(admin, bob, carol, made):
    """Brings each server from ACTIVE into the state its name tells."""
    if bob.compute.get_server(made["g1"]).status == "ACTIVE":
        act(bob, made["g1"], {"os-stop": None}, "SHUTOFF")
    actions = {"frozen1": ("suspend", "SUSPENDED"), "paused1": ("pause", "PAUSED"),
               "shelved1": ("shelve", "SHELVED_OFFLOADED")}
    begun = []
    for name, (action, status) in actions.items():
        if carol.compute.get_server(made[name]).status in ("BUILD", "ACTIVE"):
            wait_server(carol, made[name])
            act(carol, made[name], {action: None})
            begun.append((made[name], status))
    for item, status in begun:
        wait_server(carol, item, status)
    if carol.compute.get_server(made["broken1"]).status != "ERROR":
        wait_server(carol, made["broken1"])
        act(admin, made["broken1"], {"os-resetState": {"state": "error"}})

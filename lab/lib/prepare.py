#!/usr/bin/python3
"""What its operators prepare in a destination before anybody migrates: the external network.

usage: prepare.py CLOUD        (a name in clouds.yaml; idempotent)
The same range as the source's external network, with a pool of its own, so that addresses that
move along from the source are free. The availability zones are there from `up`.
"""
import sys

import openstack

conn = openstack.connect(cloud=sys.argv[1])
if not any(network.name == "public" for network in conn.network.networks()):
    public = conn.network.create_network(
        name="public", is_router_external=True, provider_network_type="flat",
        provider_physical_network="public", description="external network")
    conn.network.create_subnet(
        network_id=public.id, name="public-v4", cidr="203.0.113.0/24", ip_version=4,
        gateway_ip="203.0.113.1", enable_dhcp=False,
        allocation_pools=[{"start": "203.0.113.201", "end": "203.0.113.250"}])

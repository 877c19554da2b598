#!/usr/bin/python3
"""Whether a whole cloud is in another one: every resource of every kind, every attribute.

usage: compare_all.py SOURCE DESTINATION [--leave-out KIND/NAME ...] [--json]

Prints a table, kind by kind: how many attributes are equal, equal but for ids (mapped), or cannot be carried by any API (each is
named with its reason, and stands in docs/resources.md); then every difference that none of this explains. Exit code 1 where there is
one. An independent witness: it shares no code with Pumphouse. What only the destination has is not its business.
"""
import argparse
import json
import sys

import openstack

from everything import everything

# What no API carries, or each cloud chooses for itself.
CHOSEN = {
    "*": {"id": "chosen by the service", "created_at": "no API sets it", "created": "no API sets it",
          "tenant_id": "an older name of project_id"},
    "users": {"password_expires_at": "follows the destination's rules"},
    "keypairs": {"user": "its id is mapped"},
    "images": {"instance_uuid": "names a server of the source", "direct_url": "storage", "stores": "storage", "os_hash_value": "compared where both hash alike",
               "checksum": "computed by Glance", "virtual_size": "computed by Glance"},
    "server groups": {"members": "come with their servers", "user_id": "the operator's", "metadata": "no longer used"},
    "networks": {"provider:segmentation_id": "chosen by the cloud", "provider:network_type": "chosen by the cloud",
                 "provider:physical_network": "chosen by the cloud", "subnets": "compared as subnets",
                 "status": "a state", "availability_zones": "a state", "availability_zone_hints": "mapped by the spec"},
    "routers": {"status": "a state", "availability_zones": "a state", "external_gateway_info": "compared by its network"},
    "ports": {"status": "a state", "binding:host_id": "where it is plugged", "binding:vif_details": "where it is plugged",
              "binding:vif_type": "where it is plugged", "device_id": "compared with servers"},
    "floatingips": {"status": "a state", "router_id": "follows its port", "port_details": "compared as port"},
    "trunks": {"status": "a state"},
    "qos/policies": {},
}


def plain(value):
    """No API tells a description that is empty from one that is not there: it takes no null in a change."""
    return value or None if isinstance(value, str) else value


def compare(source, destination, left_out):
    """{kind: counts}, [difference]"""
    (ours, ours_raw), (theirs, theirs_raw) = source, destination
    counts, found = {}, []
    for kind, items in ours.items():
        count = counts[kind] = {"resources": 0, "equal": 0, "mapped": 0, "not carried": set()}
        for name, item in items.items():
            if "%s/%s" % (kind, name) in left_out:
                continue
            count["resources"] += 1
            other = theirs[kind].get(name)
            if other is None:
                found.append({"kind": kind, "name": name, "missing in": "destination"})
                continue
            for attribute in sorted(item.keys() | other.keys()):
                if attribute in CHOSEN["*"] or attribute in CHOSEN.get(kind, {}):
                    count["not carried"].add(attribute)
                elif plain(item.get(attribute)) != plain(other.get(attribute)):
                    found.append({"kind": kind, "name": name, "attribute": attribute,
                                  "source": item.get(attribute), "destination": other.get(attribute)})
                elif ours_raw[kind][name].get(attribute) == theirs_raw[kind][name].get(attribute):
                    count["equal"] += 1
                else:
                    count["mapped"] += 1
    return counts, found


def reasons(kind, attributes):
    return ", ".join("%s (%s)" % (name, CHOSEN.get(kind, {}).get(name) or CHOSEN["*"][name]) for name in sorted(attributes))


def table(counts):
    lines = ["%-18s %9s %7s %7s  %s" % ("KIND", "RESOURCES", "EQUAL", "MAPPED", "NOT CARRIED")]
    for kind, count in counts.items():
        lines.append("%-18s %9d %7d %7d  %s" % (kind, count["resources"], count["equal"], count["mapped"],
                                               reasons(kind, count["not carried"])))
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("destination")
    parser.add_argument("--leave-out", action="append", default=[], metavar="KIND/NAME")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    sides = [everything(openstack.connect(cloud=cloud)) for cloud in (arguments.source, arguments.destination)]
    counts, found = compare(*sides, set(arguments.leave_out))
    lines = table(counts)
    if arguments.json:
        kinds = {kind: {**count, "not carried": sorted(count["not carried"])} for kind, count in counts.items()}
        json.dump({"kinds": kinds, "differences": found, "table": "\n".join(lines)}, sys.stdout, indent=1, default=str)
        print()
    else:
        lines += [json.dumps(each, ensure_ascii=False, default=str) for each in found]
        print("\n".join(lines + ["%d differences that nothing explains" % len(found)]))
    sys.exit(1 if found else 0)


main()

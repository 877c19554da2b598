#!/usr/bin/python3
"""Whether a whole cloud is in another one: every resource of every kind, every attribute.

usage: compare_all.py SOURCE DESTINATION [--leave-out KIND/NAME ...] [--json]

Prints a table, kind by kind: how many attributes are equal, equal but for ids (mapped), or cannot be carried by any API (each is
named with its reason: skipped.json has all of them, and each stands in docs/resources.md); then every difference that none of this
explains. Exit code 1 where there is one. An independent witness: it shares no code with Pumphouse. What only the destination has is
not its business.
"""
import argparse
import json
import sys

import openstack

from everything import KEPT, everything
from inventory import SKIPPED


def plain(value):
    """No API tells a description that is empty from one that is not there: it takes no null in a change."""
    return value or None if isinstance(value, str) else value


def is_kept(kind, attribute):
    return attribute == "id" and kind in KEPT


def is_skipped(kind, attribute, item, other):
    """Two only where their reason holds."""
    if attribute == "os_hash_value":
        return item["os_hash_algo"] != other["os_hash_algo"]
    if attribute == "instance_uuid":
        return other.get(attribute) is None
    return attribute in SKIPPED.get(kind, {}) or attribute in SKIPPED["*"] and not is_kept(kind, attribute)


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
                told = ours_raw[kind][name].get(attribute), theirs_raw[kind][name].get(attribute)
                if is_skipped(kind, attribute, item, other):
                    count["not carried"].add(attribute)
                elif is_kept(kind, attribute) and told[0] != told[1]:
                    found.append({"kind": kind, "name": name, "attribute": attribute, "source": told[0], "destination": told[1]})
                elif plain(item.get(attribute)) != plain(other.get(attribute)):
                    found.append({"kind": kind, "name": name, "attribute": attribute,
                                  "source": item.get(attribute), "destination": other.get(attribute)})
                elif told[0] == told[1]:
                    count["equal"] += 1
                else:
                    count["mapped"] += 1
    return counts, found


def reasons(kind, attributes):
    return ", ".join("%s (%s)" % (name, SKIPPED.get(kind, {}).get(name) or SKIPPED["*"][name]) for name in sorted(attributes))


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

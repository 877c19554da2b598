#!/usr/bin/python3
"""Whether a project's servers, and all they depend on, are the same in two clouds.

usage: compare.py SOURCE DESTINATION PROJECT [--exclude SERVER ...]

Prints JSON: `source` and `destination` ({kind: {name: attributes}}), `differences` between them
(exit code 1 where there is any), and `states` (status and lock of each server on both sides, not
compared: a migrated source is at rest). An independent witness: it shares no code with Pumphouse.
Projects that one side lacks are left out of image members and flavor access.
"""
import argparse
import json
import sys

from compare_views import VIEWS, Side, states


def differences(source, destination):
    found = []
    for kind in VIEWS:
        ours, theirs = source[kind], destination[kind]
        for name in sorted(ours.keys() | theirs.keys()):
            if name not in ours or name not in theirs:
                found.append({"kind": kind, "name": name, "missing in":
                              "destination" if name in ours else "source"})
                continue
            for attribute in sorted(ours[name].keys() | theirs[name].keys()):
                left, right = ours[name].get(attribute), theirs[name].get(attribute)
                if left != right:
                    found.append({"kind": kind, "name": name, "attribute": attribute,
                                  "source": left, "destination": right})
    return found


def keep_common_projects(view, common):
    for image in view["images"].values():
        image["members"] = {name: status for name, status in image["members"].items() if name in common}
    for flavor in view["flavors"].values():
        flavor["access"] = [name for name in flavor["access"] if name in common]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("destination")
    parser.add_argument("project")
    parser.add_argument("--exclude", action="append", default=[], metavar="SERVER")
    arguments = parser.parse_args()
    sides = {role: Side(getattr(arguments, role), arguments.project, arguments.exclude)
             for role in ("source", "destination")}
    views = {role: {kind: view(side) for kind, view in VIEWS.items()} for role, side in sides.items()}
    names = [{item["name"] for item in side.all["projects"].values()} for side in sides.values()]
    for view in views.values():
        keep_common_projects(view, names[0] & names[1])
    found = differences(views["source"], views["destination"])
    json.dump({**views, "states": {role: states(side) for role, side in sides.items()}, "differences": found},
              sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
    print()
    sys.exit(1 if found else 0)


main()

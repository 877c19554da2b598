"""Runs openstack commands in one process, as JSON on stdin says, and tells what each of them did, as JSON on stdout."""

import contextlib
import io
import json
import logging
import os
import re
import sys
import time
import warnings

from openstackclient import shell
from openstackclient.common import clientmanager
from openstackclient.volume import client as volume
from osc_lib import clientmanager as base

PATIENCE = 120


def run(argv, environment):
    """One command: its exit code, and what it printed."""
    for name in [name for name in os.environ if name.startswith("OS_")]:
        del os.environ[name]
    os.environ.update(environment)
    logging.root.handlers.clear()
    forget_clients()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = shell.main(argv)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    return {"code": code or 0, "stdout": out.getvalue(), "stderr": err.getvalue()}


def forget_clients():
    """Clients are kept in the class: the next command would log in as the one before."""
    for owner in (clientmanager.ClientManager, base.ClientManager):
        for cached in vars(owner).values():
            if isinstance(cached, base.ClientCache):
                cached._handle = None
    # It takes these away whenever it makes a client, and fails where they are gone.
    for version in ("1", "2"):
        volume.API_VERSIONS.setdefault(version, "")


def fill(text, values):
    return re.sub(r"\{(\w+)\}", lambda found: values.get(found[1], found[0]), text)


def value_at(result, key):
    """`id`, or `0.ID` of a list."""
    try:
        value = json.loads(result["stdout"])
        for part in key.split("."):
            value = value[int(part)] if isinstance(value, list) else value[part]
        return value
    except (ValueError, LookupError, TypeError):
        return None


def perform(command, people, values):
    argv = [fill(each, values) for each in command["argv"]]
    environment = people[command.get("as", "admin")]
    until = command.get("until")
    deadline = time.time() + PATIENCE
    while True:
        result = run(argv, environment)
        if until is None or time.time() > deadline or is_awaited(result, until):
            break
        time.sleep(0.2)
    for name, key in command.get("keep", {}).items():
        value = value_at(result, key)
        if isinstance(value, str):
            values[name] = value
    return {"name": command["name"], **result}


def is_awaited(result, until):
    if "code" in until:
        return result["code"] == until["code"]
    # What is not there does not come.
    return result["code"] != 0 or value_at(result, until["at"]) in until["is"]


def main():
    warnings.simplefilter("ignore")
    asked = json.load(sys.stdin)
    values = asked["values"]
    results = []
    undos = []
    try:
        for command in asked["commands"]:
            result = perform(command, asked["people"], values)
            results.append(result)
            if "undo" in command and result["code"] == 0:
                undos.append({**command, "argv": command["undo"], "keep": {}, "until": None})
    finally:
        for undo in reversed(undos):
            perform(undo, asked["people"], values)
    json.dump({"results": results, "values": values}, sys.stdout)


main()

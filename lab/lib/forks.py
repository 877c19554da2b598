#!/usr/bin/python3
"""Starts several processes of one service: loads its modules once, and forks each process.

usage: forks.py SERVICE NAME=CONFIG_FILE[,CONFIG_FILE ...] ...
Loading is most of what a start costs: 2 s of processor, and a reset starts ten such processes.
Each fork leads its own session, logs to $LAB/log/NAME.log, and has its pid in $LAB/run/NAME.pid.
Environment: LAB.
"""
import importlib
import os
import sys

LAB = os.environ["LAB"]
# What has `main`, and what it would load when it runs.
SERVICES = {
    "nova-compute": ("nova.cmd.compute", "nova.compute.manager", "nova.virt.libvirt.driver", "nova.virt.pumphouse_lab"),
    "neutron-linuxbridge-agent": ("neutron.cmd.eventlet.plugins.linuxbridge_neutron_agent",),
    "cinder-volume": ("cinder.cmd.volume",)}


def loaded(service):
    if service == "nova-compute":
        # nova loads a driver as nova.virt.<compute_driver>: the lab's own is in the folder nova_virt next to this file.
        import nova.virt
        nova.virt.__path__.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "nova_virt"))
    return [importlib.import_module(name) for name in SERVICES[service]][0].main


def become(name):
    os.setsid()
    log = os.open("%s/log/%s.log" % (LAB, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)


def main():
    service, *wanted = sys.argv[1:]
    run = loaded(service)
    for word in wanted:
        name, files = word.split("=", 1)
        pid = os.fork()
        if pid == 0:
            become(name)
            sys.argv = ["/usr/bin/" + service] + [part for file in files.split(",") for part in ("--config-file", file)]
            sys.exit(run())
        with open("%s/run/%s.pid" % (LAB, name), "w") as file:
            file.write("%d\n" % pid)


main()

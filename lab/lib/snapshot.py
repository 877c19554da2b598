#!/usr/bin/python3
"""Keeps the state of both clouds, and brings it back.

usage: snapshot.py take | restore | check

Databases: each table that holds rows is copied into a database snapshot_<name> of the same server.
`restore` compares checksums (all tables of both clouds: 20 ms) and rewrites, in one transaction,
only the tables that differ; no schema is touched, so the services may keep their connections.
Files (images, volumes, disks of guests): copied below $LAB/snapshot, compared by size and date.
`check` names the tables that differ, but for those that live services write to (exit code 1).
Environment: LAB, CLOUDS.
"""
import os
import shutil
import subprocess
import sys
import time

import pymysql

LAB = os.environ["LAB"]
CLOUDS = os.environ["CLOUDS"].split()
SERVICES = ("keystone", "glance", "placement", "nova_api", "nova_cell0", "nova", "neutron", "cinder")
DATABASES = ["%s_%s" % (service, cloud) for cloud in CLOUDS for service in SERVICES]
KEPT_FOLDERS = ("images", "nfs-export")
EMPTIED_FOLDERS = ("images-staging", "images-tasks", "cinder/conversion")
# A restored heartbeat is hours old: without this, every service would be "down" for a while.
HEARTBEATS = {"nova": "update services set updated_at = utc_timestamp(), last_seen_up = utc_timestamp()"
                      " where last_seen_up is not null",
              "cinder": "update services set updated_at = utc_timestamp()",
              "neutron": "update agents set heartbeat_timestamp = utc_timestamp()"}
# Written by services at rest: heartbeats, statistics, port status when an agent starts.
ALWAYS_WRITTEN = {
    "nova": {"services", "compute_nodes", "instances", "instance_extra", "instance_info_caches",
             "block_device_mapping", "task_log"},
    "cinder": {"services", "volume_attachment", "workers"},
    "neutron": {"agents", "ports", "standardattributes", "ml2_port_bindings", "provisioningblocks"},
    "placement": {"resource_providers", "inventories", "consumers", "allocations"}}
LOCK_WAIT_TIMEOUT, DEADLOCK = 1205, 1213


def connect():
    return pymysql.connect(
        unix_socket=LAB + "/mysql/mysql.sock", user="root", autocommit=True,
        init_command="set foreign_key_checks = 0, sql_mode = 'NO_AUTO_VALUE_ON_ZERO', "
                     "innodb_lock_wait_timeout = 3")


def column(cursor, query, *values):
    cursor.execute(query, values)
    return [row[0] for row in cursor.fetchall()]


def checksums(cursor, prefix=""):
    """{(database, table): checksum} of all tables that hold rows."""
    tables = []
    for database in DATABASES:
        tables += ["`%s%s`.`%s`" % (prefix, database, name) for name in column(
            cursor, "select table_name from information_schema.tables where table_schema = %s"
                    " and table_type = 'BASE TABLE'", prefix + database)]
    cursor.execute("checksum table " + ", ".join(tables))
    return {tuple(name[len(prefix):].split(".", 1)): value for name, value in cursor.fetchall() if value}


def differing(cursor):
    live, kept = checksums(cursor), checksums(cursor, "snapshot_")
    return sorted(key for key in live.keys() | kept.keys() if live.get(key) != kept.get(key)), kept


def take_databases(cursor):
    for database in DATABASES:
        cursor.execute("drop database if exists `snapshot_%s`" % database)
        cursor.execute("create database `snapshot_%s`" % database)
    # The ports also where there is none: `reset` compares their status.
    ports = {("neutron_" + cloud, "ports") for cloud in CLOUDS}
    for database, table in checksums(cursor).keys() | ports:
        cursor.execute("create table `snapshot_{0}`.`{1}` like `{0}`.`{1}`".format(database, table))
        cursor.execute("insert into `snapshot_{0}`.`{1}` select * from `{0}`.`{1}`".format(database, table))


def restore_once(cursor):
    tables, kept = differing(cursor)
    cursor.execute("start transaction")
    for database, table in tables:
        cursor.execute("delete from `%s`.`%s`" % (database, table))
        if (database, table) in kept:
            cursor.execute("insert into `{0}`.`{1}` select * from `snapshot_{0}`.`{1}`".format(database, table))
    for cloud in CLOUDS:
        for service, statement in HEARTBEATS.items():
            cursor.execute("use `%s_%s`" % (service, cloud))
            cursor.execute(statement)
    cursor.execute("commit")
    return tables


def restore_databases(cursor):
    for _ in range(5):
        try:
            return restore_once(cursor)
        except pymysql.err.OperationalError as error:
            if error.args[0] not in (LOCK_WAIT_TIMEOUT, DEADLOCK):
                raise
            cursor.execute("rollback")
            # A killed process may have left a transaction open: end whatever holds a lock.
            for thread in column(cursor, "select trx_mysql_thread_id from information_schema.innodb_trx"):
                cursor.execute("kill %d" % thread)
    raise SystemExit("the databases stay locked")


def kept_folders(cloud):
    nova = os.path.join(LAB, cloud, "nova")
    hosts = sorted(os.listdir(nova)) if os.path.isdir(nova) else []
    return list(KEPT_FOLDERS) + ["nova/%s/instances" % host for host in hosts
                                 if os.path.isdir(os.path.join(nova, host, "instances"))]


def tree(folder):
    """{relative path: (size, date)} of the files, {relative path} of the folders."""
    files, folders = {}, set()
    for where, below, names in os.walk(folder):
        folders.update(os.path.relpath(os.path.join(where, name), folder) for name in below)
        for name in names:
            path = os.path.join(where, name)
            facts = os.lstat(path)
            files[os.path.relpath(path, folder)] = (facts.st_size, facts.st_mtime_ns)
    return files, folders


def mirror(source, target):
    """Makes target the same as source; copies only files whose size or date differs."""
    os.makedirs(target, exist_ok=True)
    (files, folders), (old_files, old_folders) = tree(source), tree(target)
    for name in old_files.keys() - files.keys():
        os.unlink(os.path.join(target, name))
    for name in sorted(old_folders - folders, reverse=True):
        os.rmdir(os.path.join(target, name))
    for name in sorted(folders - old_folders):
        os.mkdir(os.path.join(target, name))
        shutil.copystat(os.path.join(source, name), os.path.join(target, name))
    for name, facts in files.items():
        if old_files.get(name) != facts:
            subprocess.run(["cp", "-a", "--sparse=always", "--remove-destination",
                            os.path.join(source, name), os.path.join(target, name)], check=True)


def empty(folder):
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)


def mirror_folders(back):
    for cloud in CLOUDS:
        for folder in kept_folders(cloud):
            ends = os.path.join(LAB, cloud, folder), os.path.join(LAB, "snapshot", cloud, folder)
            mirror(*(reversed(ends) if back else ends))
        if back:
            for folder in EMPTIED_FOLDERS:
                empty(os.path.join(LAB, cloud, folder))


def main():
    started, action = time.monotonic(), sys.argv[1]
    cursor = connect().cursor()
    if action == "take":
        take_databases(cursor)
        mirror_folders(back=False)
    elif action == "restore":
        tables = restore_databases(cursor)
        mirror_folders(back=True)
        print("%d tables and the files: %.1f s" % (len(tables), time.monotonic() - started))
    else:
        tables = [(database, table) for database, table in differing(cursor)[0]
                  if table not in ALWAYS_WRITTEN.get(database.rsplit("_", 1)[0], ())]
        for key in tables:
            print("%s.%s" % key)
        sys.exit(1 if tables else 0)


main()

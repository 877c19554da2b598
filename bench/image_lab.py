#!/usr/bin/python3
"""What the image benchmark needs of the lab, and takes away again.

usage: image_lab.py SOURCE DESTINATION IMAGE begin|clean|server
begin   prints JSON: the image, where its data is, and a token for each Glance
clean   removes the image's copies from the destination
server  makes a server in the source that boots from the image, in the image's project, without a network
"""
import json
import sys

import openstack

SERVER = "bench-big"
PASSWORD = "Seed-password-1"


def clean():
    for copy in list(destination.image.images(name=NAME)) + list(destination.image.images(name=NAME, is_hidden=True)):
        destination.image.delete_image(copy, ignore_missing=True)


def begin():
    clean()
    return {"id": image.id, "owner": image.owner, "size": image.size,
            "from": {"token": source.auth_token,
                     "url": "%s/v2/images/%s/file" % (glance(source), image.id)},
            "to": {"token": destination.auth_token, "url": glance(destination),
                   "project": destination.current_project_id}}


def glance(cloud):
    return cloud.image.get_endpoint().rstrip("/").removesuffix("/v2")


def server():
    conn = source.connect_as(username="alice", password=PASSWORD, user_domain_name="Default",
                             project_name=source.identity.get_project(image.owner).name, project_domain_name="Default")
    flavor = next(each for each in conn.compute.flavors() if each.disk >= 1 and each.name == "lab.small")
    made = conn.compute.create_server(name=SERVER, image_id=image.id, flavor_id=flavor.id, networks="none",
                                      availability_zone="nova")
    conn.compute.wait_for_server(made, wait=120)


SOURCE, DESTINATION, NAME, VERB = sys.argv[1:]
source, destination = openstack.connect(cloud=SOURCE), openstack.connect(cloud=DESTINATION)
image = next(source.image.images(name=NAME))
verbs = {"begin": begin, "clean": clean, "server": server}
print(json.dumps(verbs[VERB]()))

#!/usr/bin/python3
"""Empties queues of RabbitMQ, or waits a few seconds until each has a consumer (its service takes
messages; exit code 1 if not).

usage: queues.py purge|wait PORT PASSWORD VHOST QUEUE ...
One connection: a call of rabbitmqctl takes 2 s of processor for its own start.
"""
import sys
import time

import amqp
from amqp.exceptions import NotFound


def consumers(connection, queue):
    channel = connection.channel()
    try:
        return channel.queue_declare(queue, passive=True).consumer_count
    except NotFound:  # closes the channel
        return 0


def main():
    action, port, password, vhost, *queues = sys.argv[1:]
    with amqp.Connection("127.0.0.1:" + port, "lab", password, virtual_host=vhost) as connection:
        connection.connect()
        end = time.monotonic() + 5
        for queue in queues:
            if action == "purge":
                try:
                    connection.channel().queue_purge(queue)
                except NotFound:
                    pass
                continue
            while not consumers(connection, queue):
                if time.monotonic() > end:
                    sys.exit("no consumer: " + queue)
                time.sleep(0.2)


main()

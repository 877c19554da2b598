"""What uwsgi serves: the application of the script that LAB_WSGI_SCRIPT names, with logging for threads.

oslo.log 5.0 gives Python's logging the locks of eventlet as soon as eventlet is imported. In the
threads of uwsgi they fail ("greenlet.error: cannot switch to a different thread") when two requests
log at the same moment, and every request after that waits for ever.
"""
import os
import runpy

from oslo_log import log

log._fix_eventlet_logging = lambda: None
application = runpy.run_path(os.environ["LAB_WSGI_SCRIPT"])["application"]

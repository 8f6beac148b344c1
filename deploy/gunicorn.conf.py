"""gunicorn behind nginx: no record of who asks for what, small requests only."""

bind = "127.0.0.1:8000"  # used only without cmm-web.socket, which hands over an open socket
worker_class = "gthread"
workers = 2
threads = 8
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 20000  # a worker's memory is given back now and then; a new one has to make its pages again
max_requests_jitter = 4000
worker_tmp_dir = "/dev/shm"  # noqa: S108 (the heartbeat file: memory, not disk)
control_socket_disable = True

limit_request_line = 2000
limit_request_fields = 40
limit_request_field_size = 4000

accesslog = None
disable_redirect_access_to_syslog = True
errorlog = "-"
loglevel = "warning"
logger_class = "cmm.server_log.PlaceLogger"  # class of the exception and line of code, nothing else
capture_output = False

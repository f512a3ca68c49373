"""Reads requests with Python's http.server: prints its port, serves until standard input ends."""

import http.server
import sys
import threading

TIME_LIMIT = 5


def hexadecimal(text):
    return text.encode("latin-1").hex()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = TIME_LIMIT
    # Of a request without a version, an error page is the whole answer.
    error_message_format = "Refused: %(code)d %(message)s\n"

    def do_GET(self):
        # http.server leaves bodies to its handlers; this is how its own, CGIHTTPRequestHandler, finds their length.
        try:
            length = int(self.headers.get("Content-Length"))
        except (TypeError, ValueError):
            length = 0
        octets = len(self.rfile.read(length))
        cut = "cut off" if octets < length else ""
        read = f"{self.command} {hexadecimal(self.path)} {hexadecimal(self.headers.get('Host', ''))} {octets} {cut}"
        self.send_response(200)
        self.send_header("Read", read)
        self.send_header("Content-Length", "0")
        self.end_headers()
        if self.request_version == "HTTP/0.9":
            self.wfile.write(f"Read: {read}\n".encode())

    do_HEAD = do_POST = do_PUT = do_DELETE = do_CONNECT = do_OPTIONS = do_TRACE = do_PATCH = do_GET

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass


server = Server(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_port, flush=True)
sys.stdin.read()

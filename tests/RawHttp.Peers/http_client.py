"""Reads responses with Python's http.client: one request a line on standard input, one JSON answer a line."""

import hashlib
import http.client
import json
import resource
import signal
import sys

TIME_LIMIT = 5

# http.client allocates a Content-Length before it reads; with a ceiling a huge one fails alike on every machine.
MEMORY_LIMIT = 1 << 30


class OutOfTime(BaseException):
    """Not an Exception, so that nothing in http.client takes it for a network error."""


def on_alarm(signum, frame):
    raise OutOfTime


def describe(error):
    name, text = type(error).__name__, str(error)
    return text if text.startswith(name) else f"{name}: {text}" if text else name


def read_tunnel(port, name, answer):
    # http.client speaks CONNECT as set_tunnel only, and tells nothing of the head it got.
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.set_tunnel(name, 80)
        connection.connect()
        answer["status"] = 200
        follow = 0
        while data := connection.sock.recv(65536):
            follow += len(data)
        answer.update(outcome="read", complete=True, tunnel=follow)
    finally:
        connection.close()


def read_response(port, method, name, answer, body):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    try:
        connection.putrequest(method, "/" + name, skip_accept_encoding=True)
        connection.putheader("Connection", "close")
        connection.endheaders()
        response = connection.getresponse()
        answer["status"] = response.status
        answer["fields"] = len(response.getheaders())
        try:
            # Without an amount, because read(n) keeps quiet about a body that is cut off.
            body += response.read()
            answer.update(outcome="read", complete=True)
        except http.client.IncompleteRead as error:
            body += error.partial
            answer.update(outcome="read", reason=describe(error))
    finally:
        connection.close()


def ask(port, method, name):
    answer = {"outcome": "refused", "reason": "", "status": -1, "interim": -1, "fields": -1, "complete": False}
    body = bytearray()
    signal.setitimer(signal.ITIMER_REAL, TIME_LIMIT)
    try:
        if method == "CONNECT":
            read_tunnel(port, name, answer)
        else:
            read_response(port, method, name, answer, body)
    except OutOfTime:
        answer.update(outcome="timeout")
    except Exception as error:
        answer.update(reason=describe(error))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    answer.update(length=len(body), sha256=hashlib.sha256(body).hexdigest())
    return answer


def main():
    port = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
    signal.signal(signal.SIGALRM, on_alarm)
    for line in sys.stdin:
        method, name = line.split()
        print(json.dumps(ask(port, method, name)), flush=True)


main()

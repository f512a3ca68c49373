"""Reads responses with h11: one request a line on standard input, one JSON answer a line."""

import hashlib
import json
import socket
import sys

import h11

TIME_LIMIT = 5          # for one wait

# Octets handed to h11 at a time: it counts what is left of a head after each, so a head that is too large is found at the same place.
PIECE = 1024


def request(port, method, name):
    target, host = (f"{name}:80",) * 2 if method == "CONNECT" else (f"/{name}", f"127.0.0.1:{port}")
    return h11.Request(method=method, target=target, headers=[("Host", host), ("Connection", "close")])


def read(stream, connection, answer, body):
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(stream.read(PIECE))
        elif event is h11.PAUSED:
            follow = connection.trailing_data[0] + stream.read()
            answer.update(outcome="read", complete=True, tunnel=len(follow))
            return
        elif isinstance(event, h11.InformationalResponse):
            answer["interim"] += 1
        elif isinstance(event, h11.Response):
            answer.update(status=event.status_code, fields=len(event.headers))
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage):
            # After a 2xx to CONNECT the message ends at once, and the pause follows.
            if connection.their_state is not h11.SWITCHED_PROTOCOL:
                answer.update(outcome="read", complete=True)
                return
        else:
            raise h11.RemoteProtocolError("the connection was closed without a response")


def read_response(port, method, name, answer, body):
    connection = h11.Connection(h11.CLIENT)
    with socket.create_connection(("127.0.0.1", port), TIME_LIMIT) as server, server.makefile("rb") as stream:
        server.sendall(connection.send(request(port, method, name)) + connection.send(h11.EndOfMessage()))
        try:
            read(stream, connection, answer, body)
        except h11.RemoteProtocolError as error:
            # h11 has no class of its own for an end within a message: only its words are.
            is_cut = answer["fields"] >= 0 and str(error).startswith(("peer closed", "peer unexpectedly closed"))
            answer.update(outcome="read" if is_cut else "refused", reason=str(error))


def ask(port, method, name):
    answer = {"outcome": "refused", "reason": "", "status": -1, "interim": 0, "fields": -1, "complete": False}
    body = bytearray()
    try:
        read_response(port, method, name, answer, body)
    except TimeoutError:
        answer.update(outcome="timeout")
    except OSError as error:
        answer.update(reason=f"{type(error).__name__}: {error}")
    answer.update(length=len(body), sha256=hashlib.sha256(body).hexdigest())
    return answer


def main():
    port = int(sys.argv[1])
    for line in sys.stdin:
        method, name = line.split()
        print(json.dumps(ask(port, method, name)), flush=True)


main()

"""A TLS server for one client that asks for a new key before each octet it sends, and reads nothing once it has the request.

key-updates.py CERTIFICATE KEY prints its port. openssl s_server speaks TLS and takes one command from each message of its
standard input; the forwarder before it stops reading from the client. Small segments keep the buffers of the system small.
"""
import re, socket, subprocess, sys, threading

commands, commanded = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
server = subprocess.Popen(
    ["openssl", "s_server", "-accept", "127.0.0.1:0", "-naccept", "1", "-tls1_3", "-cert", sys.argv[1], "-key", sys.argv[2]],
    stdin=commanded, stdout=subprocess.PIPE)
commanded.close()
while not (found := re.match(rb"ACCEPT 127.0.0.1:(\d+)", server.stdout.readline())):
    pass

listener = socket.create_server(("127.0.0.1", 0))
listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
print(listener.getsockname()[1], flush=True)
client, _ = listener.accept()
origin = socket.create_connection(("127.0.0.1", int(found[1])))
asked = threading.Event()


def ask():
    while b"GET " not in server.stdout.readline():
        pass
    asked.set()
    threading.Thread(target=server.stdout.read, daemon=True).start()
    try:
        commands.send(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            commands.send(b"K\n")
            commands.send(b"x")
    except OSError:
        pass


def forward():
    while (octets := client.recv(4096)) and not asked.is_set():
        origin.sendall(octets)


threading.Thread(target=ask, daemon=True).start()
threading.Thread(target=forward, daemon=True).start()
try:
    while octets := origin.recv(65536):
        client.sendall(octets)
except OSError:
    pass
server.kill()

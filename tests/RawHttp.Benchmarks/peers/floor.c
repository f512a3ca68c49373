/* The least a program can do: connects to 127.0.0.1, sends a request, copies what comes to standard output. "floor PORT" */
#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    static const char request[] = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    static char octets[65536];
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    address.sin_port = htons(count > 1 ? atoi(arguments[1]) : 80);
    int to = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(to, (struct sockaddr *)&address, sizeof address) < 0 || write(to, request, strlen(request)) < 0)
        return 1;
    for (ssize_t got; (got = read(to, octets, sizeof octets)) > 0;)
        if (write(1, octets, got) != got)
            return 1;
}

/* Serves bodies of any size as fast as the loopback takes them: /length/N, /chunked/N (chunks of 16 KiB), /close/N, and
   /page, which is the file named on the command line. One connection after another; each is closed after its response.
   /trickle sends its head, and the time of that as the body a second later.
   Says "listening on 127.0.0.1:PORT" first. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { CHUNK = 16384 };

static char data[CHUNK];
static char page[1 << 20];
static char framed[64 * (CHUNK + 8)];

static int send_all(int to, const char *octets, size_t count)
{
    while (count > 0) {
        ssize_t sent = write(to, octets, count);
        if (sent <= 0)
            return -1;
        octets += sent;
        count -= sent;
    }
    return 0;
}

static void send_plain(int to, long long count)
{
    while (count > 0) {
        size_t part = count < (long long)sizeof framed ? (size_t)count : sizeof framed;
        if (send_all(to, framed, part) < 0)
            return;
        count -= part;
    }
}

/* Whole batches of 64 chunks, then single ones. */
static void send_chunked(int to, long long count)
{
    static char batch[64 * (CHUNK + 8)];
    size_t one = 6 + CHUNK + 2;
    for (int i = 0; i < 64; i++) {
        memcpy(batch + i * one, "4000\r\n", 6);
        memcpy(batch + i * one + 6, data, CHUNK);
        memcpy(batch + i * one + 6 + CHUNK, "\r\n", 2);
    }
    for (; count >= 64 * CHUNK; count -= 64 * CHUNK)
        if (send_all(to, batch, 64 * one) < 0)
            return;
    for (; count > 0; count -= CHUNK) {
        char size[16];
        int part = count < CHUNK ? (int)count : CHUNK;
        int length = sprintf(size, "%x\r\n", part);
        if (send_all(to, size, length) < 0 || send_all(to, data, part) < 0 || send_all(to, "\r\n", 2) < 0)
            return;
    }
    send_all(to, "0\r\n\r\n", 5);
}

static void answer(int to, const char *path, size_t page_length)
{
    char head[256];
    long long count = 0;
    const char *start = "HTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\nConnection: close\r\n";
    if (sscanf(path, "/length/%lld", &count) == 1) {
        send_all(to, head, sprintf(head, "%sContent-Length: %lld\r\n\r\n", start, count));
        send_plain(to, count);
    } else if (sscanf(path, "/chunked/%lld", &count) == 1) {
        send_all(to, head, sprintf(head, "%sTransfer-Encoding: chunked\r\n\r\n", start));
        send_chunked(to, count);
    } else if (sscanf(path, "/close/%lld", &count) == 1) {
        send_all(to, head, sprintf(head, "%s\r\n", start));
        send_plain(to, count);
    } else if (strncmp(path, "/trickle", 8) == 0) {
        struct timespec now, second = { 1, 0 };
        clock_gettime(CLOCK_MONOTONIC, &now);
        send_all(to, head, sprintf(head, "%sContent-Length: 21\r\n\r\n", start));
        nanosleep(&second, NULL);
        send_all(to, head, sprintf(head, "%010lld.%09ld\n", (long long)now.tv_sec, now.tv_nsec));
    } else {
        send_all(to, head, sprintf(head, "%sContent-Length: %zu\r\n\r\n", start, page_length));
        send_all(to, page, page_length);
    }
}

int main(int count, char **arguments)
{
    signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof framed; i++)
        framed[i] = 'a' + i % 26;
    memcpy(data, framed, sizeof data);
    size_t page_length = 0;
    if (count > 1) {
        int file = open(arguments[1], O_RDONLY);
        ssize_t read_now = file < 0 ? -1 : read(file, page, sizeof page);
        if (read_now < 0) {
            perror(arguments[1]);
            return 1;
        }
        page_length = read_now;
    }

    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 128) < 0 || getsockname(listener, (struct sockaddr *)&address, &length) < 0) {
        perror("listen");
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);

    for (;;) {
        int client = accept(listener, NULL, NULL);
        char request[65536];
        size_t have = 0;
        while (client >= 0 && have < sizeof request - 1) {
            ssize_t got = read(client, request + have, sizeof request - 1 - have);
            if (got <= 0)
                break;
            request[have += got] = 0;
            if (strstr(request, "\r\n\r\n")) {
                char *path = strchr(request, ' ');
                answer(client, path ? path + 1 : "/", page_length);
                shutdown(client, SHUT_WR);
                break;
            }
        }
        /* What is still to come is read, or the close would be a reset. */
        while (client >= 0 && read(client, request, sizeof request) > 0) {
        }
        close(client);
    }
}

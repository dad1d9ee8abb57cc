/* roundtrip.c - measures round trips over several sockets in turns.
 *
 *   bench-roundtrip ROUNDS {echo|echo:SIZE|qmp} PATH ...
 *
 * echo: a line of SIZE bytes (80) goes out and comes back.  qmp: query-status and its reply, on
 * a session that is negotiated first.  The sockets take turns, round by round, so that
 * whatever else the machine does falls on all of them alike.  Prints the median of
 * each in microseconds, one a line, in the order given.
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define LINE     80 /* bytes; the most that echo:SIZE may ask for */
#define ENDS_MAX 8
#define REPLY_MS 10000

static const char query[] = "{\"execute\": \"query-status\"}\n";

struct end {
    bool qmp;
    size_t size; /* of an echo's line */
    int fd;
    double *times;
};

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static int dial(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    for (int tries = 0; connect(fd, (struct sockaddr *)&address, sizeof address) < 0; tries++) {
        if (tries == 500)
            die(path);
        usleep(10000);
    }
    return fd;
}

static void send_all(int fd, const char *bytes, size_t size)
{
    if (write(fd, bytes, size) != (ssize_t)size)
        die("write");
}

/* Reads up to and with a line end. */
static void read_line(int fd)
{
    char buffer[4096];
    ssize_t n;

    do {
        struct pollfd ready = {.fd = fd, .events = POLLIN};

        if (poll(&ready, 1, REPLY_MS) != 1 || (n = read(fd, buffer, sizeof buffer)) <= 0) {
            fprintf(stderr, "bench-roundtrip: no answer\n");
            exit(1);
        }
    } while (buffer[n - 1] != '\n');
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double round_trip(const struct end *end)
{
    static const char line[LINE + 1] =
        "0123456789012345678901234567890123456789012345678901234567890123456789012345678\n";
    double begun = now();

    if (end->qmp)
        send_all(end->fd, query, sizeof query - 1);
    else
        send_all(end->fd, line + LINE - end->size, end->size);
    read_line(end->fd);
    return now() - begun;
}

static void open_end(struct end *end, const char *kind, const char *path)
{
    static const char negotiate[] = "{\"execute\": \"qmp_capabilities\"}\n";

    end->qmp = strcmp(kind, "qmp") == 0;
    end->size = strncmp(kind, "echo:", 5) == 0 ? strtoul(kind + 5, NULL, 10) : LINE;
    if (end->size < 1 || end->size > LINE) {
        fprintf(stderr, "bench-roundtrip: %s: 1 to %d bytes\n", kind, LINE);
        exit(2);
    }
    end->fd = dial(path);
    if (!end->qmp)
        return;
    read_line(end->fd);
    send_all(end->fd, negotiate, sizeof negotiate - 1);
    read_line(end->fd);
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

int main(int argc, char **argv)
{
    struct end ends[ENDS_MAX];
    int rounds = argc > 1 ? atoi(argv[1]) : 0, count = (argc - 2) / 2;

    if (rounds < 1 || count < 1 || count > ENDS_MAX || argc % 2) {
        fprintf(stderr, "usage: bench-roundtrip ROUNDS {echo|echo:SIZE|qmp} PATH ...\n");
        return 2;
    }
    for (int i = 0; i < count; i++) {
        open_end(&ends[i], argv[2 + 2 * i], argv[3 + 2 * i]);
        ends[i].times = calloc((size_t)rounds, sizeof(double));
    }
    for (int i = 0; i < count; i++)
        for (int warm = 0; warm < 20; warm++)
            (void)round_trip(&ends[i]);
    for (int r = 0; r < rounds; r++)
        for (int i = 0; i < count; i++)
            ends[i].times[r] = round_trip(&ends[i]);
    for (int i = 0; i < count; i++) {
        qsort(ends[i].times, (size_t)rounds, sizeof(double), ascending);
        printf("%.1f\n", ends[i].times[rounds / 2]);
        free(ends[i].times);
        close(ends[i].fd);
    }
    return 0;
}

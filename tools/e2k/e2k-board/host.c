/* host.c - what is outside of the board: two endpoints, the clock, signals.
 *
 * SPDX-License-Identifier: MIT */
#include "host.h"

#include <signal.h>
#include <time.h>

#define SECOND          UINT64_C(1000000000)
#define SERVICE_SHARE   8u /* clients are looked for at every so many calls: about 1 ms */
#define CLIENT_PATIENCE (SECOND / 10)
#define FLUSH_STEP      (SECOND / 100)
#define FLUSH_PATIENCE  SECOND

static volatile sig_atomic_t signal_number, reset_wanted;

static void note_signal(int number)
{
    if (number == SIGUSR1)
        reset_wanted = 1;
    else
        signal_number = number;
}

void host_watch_signals(void)
{
    struct sigaction action = {.sa_handler = note_signal};

    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGUSR1, &action, NULL);
    action.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &action, NULL);
}

bool host_takes_reset(void)
{
    bool wanted = reset_wanted;

    reset_wanted = 0;
    return wanted;
}

int host_signal(void)
{
    return signal_number;
}

uint64_t host_now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * SECOND + (uint64_t)time.tv_nsec;
}

static uint64_t now(void *context)
{
    (void)context;
    return host_now();
}

static size_t receive(void *context, int channel, uint8_t *bytes, size_t size)
{
    struct host *host = context;

    return endpoint_receive(&host->endpoints[channel], bytes, size);
}

static size_t send_bytes(void *context, int channel, const uint8_t *bytes, size_t size)
{
    struct host *host = context;

    return endpoint_send(&host->endpoints[channel], bytes, size);
}

static void wait_for(void *context, uint64_t nanoseconds, unsigned wanted)
{
    struct host *host = context;
    struct pollfd fds[3 * E2K_CHANNELS_ESCC];
    struct timespec time = {.tv_sec = (time_t)(nanoseconds / SECOND),
                            .tv_nsec = (long)(nanoseconds % SECOND)};
    unsigned count = 0;

    if (signal_number || reset_wanted)
        return;
    for (int n = 0; n < E2K_CHANNELS_ESCC; n++)
        count += endpoint_watch(&host->endpoints[n], fds + count, wanted & E2K_WANT_INPUT(n),
                                wanted & E2K_WANT_ROOM(n));
    ppoll(fds, count, &time, NULL);
    for (int n = 0; n < E2K_CHANNELS_ESCC; n++)
        endpoint_service(&host->endpoints[n]);
}

static bool service(void *context)
{
    struct host *host = context;

    if (++host->services % SERVICE_SHARE == 0) {
        for (int n = 0; n < E2K_CHANNELS_ESCC; n++)
            endpoint_service(&host->endpoints[n]);
    }
    return signal_number == 0 && !reset_wanted;
}

int host_open(struct host *host, const char *const specs[E2K_CHANNELS_ESCC])
{
    static const char *const names[E2K_CHANNELS_ESCC] = {"channel-a", "channel-b"};

    *host = (struct host){0};
    for (int n = 0; n < E2K_CHANNELS_ESCC; n++)
        host->endpoints[n] = (struct endpoint){.listener = -1, .in = -1, .out = -1};
    for (int n = 0; n < E2K_CHANNELS_ESCC; n++) {
        if (endpoint_open(&host->endpoints[n], specs[n], names[n]) < 0)
            return -1;
    }
    return 0;
}

void host_close(struct host *host)
{
    for (int n = 0; n < E2K_CHANNELS_ESCC; n++)
        endpoint_close(&host->endpoints[n]);
}

struct e2k_host host_interface(struct host *host)
{
    return (struct e2k_host){.context = host,
                             .now = now,
                             .receive = receive,
                             .send = send_bytes,
                             .wait = wait_for,
                             .service = service};
}

bool host_wait_for_client(struct host *host)
{
    while (!endpoint_is_connected(&host->endpoints[E2K_CHANNEL_A])) {
        if (signal_number)
            return false;
        wait_for(host, CLIENT_PATIENCE, 0);
    }
    return true;
}

void host_flush(struct host *host, struct e2k_machine *machine)
{
    uint64_t deadline = host_now() + FLUSH_PATIENCE;

    while (!e2k_machine_flush(machine) && host_now() < deadline) {
        struct pollfd fds[3 * E2K_CHANNELS_ESCC];
        struct timespec time = {.tv_nsec = (long)FLUSH_STEP};
        unsigned count = 0;

        for (int n = 0; n < E2K_CHANNELS_ESCC; n++)
            count += endpoint_watch(&host->endpoints[n], fds + count, false, true);
        ppoll(fds, count, &time, NULL);
    }
}

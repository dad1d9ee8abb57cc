/* host.h - what is outside of the board: two endpoints, the clock, signals.
 *
 * SPDX-License-Identifier: MIT */
#ifndef E2K_HOST_H
#define E2K_HOST_H

#include "endpoint.h"
#include "machine.h"

struct host {
    struct endpoint endpoints[E2K_CHANNELS_ESCC];
    unsigned services; /* calls of service() */
};

/* Opens both endpoints.  Returns 0, or -1 after a message. */
int host_open(struct host *host, const char *const specs[E2K_CHANNELS_ESCC]);
void host_close(struct host *host);

/* For e2k_machine_create(). */
struct e2k_host host_interface(struct host *host);

/* Waits for a client on channel A.  False: a signal came first. */
bool host_wait_for_client(struct host *host);

/* Waits until what MACHINE has sent is with the host, but not for ever. */
void host_flush(struct host *host, struct e2k_machine *machine);

/* From now on SIGINT, SIGTERM and SIGUSR1 make service() end the run; SIGPIPE is ignored. */
void host_watch_signals(void);

/* Whether SIGUSR1 has asked for a reset since the last call. */
bool host_takes_reset(void);

/* The signal to end that came, or 0. */
int host_signal(void);

uint64_t host_now(void);

#endif

/* e2k.c - serves as many requests as the boot word says, and powers off.
 *
 * The e2k has no counter that a program could read; e2k-board counts a run's bundles.  The
 * difference of two runs is that of their requests.
 *
 * SPDX-License-Identifier: MIT */
#include "start.h"

#include <string.h>

/* The linker script's; `e2k-board --poke` writes it. */
extern const volatile uint32_t __boot_word;

static void drain(struct qmp_session *s)
{
    const char *bytes;

    while (qmp_session_run(s))
        ;
    qmp_session_sent(s, qmp_session_output(s, &bytes));
}

static void serve(struct qmp_session *s, const char *request)
{
    (void)qmp_session_input(s, request, strlen(request));
    drain(s);
}

void measure(void)
{
    struct qmp_session *s = &agent.links[0].session;

    drain(s);
    serve(s, "{\"execute\": \"qmp_capabilities\"}");
    for (uint32_t i = 0; i < __boot_word; i++)
        serve(s, "{\"execute\": \"query-status\"}");
    board_power_off();
}

/* main.c - counts instructions of the agent, and prints them on the QMP port.
 *
 * The counter is minstret, exact in QEMU with -icount shift=0.  Nothing waits and
 * no interrupt is pending inside a counted window, but for the one that is counted.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/agent.h"
#include "requests.h"

#include <string.h>

#define ROUNDS 16

static struct agent agent;

static uint64_t instructions(void)
{
    uint64_t count;

    __asm__ volatile("csrr %0, minstret" : "=r"(count)::"memory");
    return count;
}

/* ------------------------------------------------------------------- output */

static void print(const char *text)
{
    size_t size = strlen(text);

    while (size) {
        size_t n = board_ports[0]->ops->write(board_ports[0], text, size);

        text += n;
        size -= n;
    }
}

static void report(const char *name, uint64_t count, uint64_t per)
{
    char number[21];

    /* One decimal. */
    count = (count * 10 + per / 2) / per;
    print(name);
    print(" ");
    json_format_uint(number, count / 10);
    print(number);
    print(".");
    json_format_uint(number, count % 10);
    print(number);
    print("\n");
}

/* ------------------------------------------------------------------ request */

/* Feeds one request to a session and takes its reply, as a port would. */
static void serve(struct qmp_session *s, const char *request, size_t size)
{
    const char *bytes;

    (void)qmp_session_input(s, request, size);
    while (qmp_session_run(s))
        ;
    qmp_session_sent(s, qmp_session_output(s, &bytes));
}

static void count_request(const char *name, const char *request)
{
    struct qmp_session *s = &agent.links[0].session;
    size_t size = strlen(request);
    uint64_t begun;

    serve(s, request, size);
    begun = instructions();
    for (int i = 0; i < ROUNDS; i++)
        serve(s, request, size);
    report(name, instructions() - begun, ROUNDS);
}

/* ------------------------------------------------------------------ parsing */

static void count_parsing(void)
{
    static char out[4096];
    struct json_framer framer;
    struct json_doc doc;
    uint64_t framing = 0, reading = 0, bytes = 0, begun;

    for (size_t i = 0; i < bench_request_count; i++) {
        size_t size = strlen(bench_requests[i]), used;

        json_framer_init(&framer);
        json_framer_output(&framer, out, sizeof out);
        begun = instructions();
        (void)json_framer_feed(&framer, bench_requests[i], size, &used);
        framing += instructions() - begun;
        begun = instructions();
        (void)json_read(&doc, out, framer.length, agent.server.tokens, QMP_TOKENS_MAX);
        reading += instructions() - begun;
        bytes += size;
    }
    report("framer-per-byte", framing, bytes);
    report("jsmn-and-reader-per-byte", reading, bytes);
    report("parsing-per-byte", framing + reading, bytes);
}

/* ---------------------------------------------------------------- interrupt */

/* The 16550 in loopback: what is sent is received.  The interrupt comes at the
 * trigger level of 14 bytes, and its handler moves them to the ring. */
#define UART    0x10000000u
#define MCR     4
#define LOOP    0x10u
#define TRIGGER 14u

static void count_interrupt(void)
{
    volatile uint8_t *uart = (volatile uint8_t *)(uintptr_t)UART;
    uint8_t mcr = uart[MCR];
    uint64_t total = 0, begun;
    char sink[64];

    uart[MCR] = (uint8_t)(mcr | LOOP);
    for (int i = 0; i < ROUNDS; i++) {
        for (unsigned n = 0; n < TRIGGER - 1; n++)
            uart[0] = 'x';
        begun = instructions();
        uart[0] = 'x'; /* the interrupt is taken here */
        total += instructions() - begun;
        while (board_ports[0]->ops->read(board_ports[0], sink, sizeof sink))
            ;
    }
    uart[MCR] = mcr;
    report("interrupt-per-byte", total, ROUNDS * TRIGGER);
}

/* -------------------------------------------------------------------- start */

static void measure(void)
{
    struct qmp_session *s = &agent.links[0].session;
    const char *bytes;

    while (qmp_session_run(s))
        ;
    qmp_session_sent(s, qmp_session_output(s, &bytes));
    count_request("qmp_capabilities", "{\"execute\": \"qmp_capabilities\"}");
    count_request("query-status", "{\"execute\": \"query-status\"}");
    count_request("query-status-with-id", "{\"execute\": \"query-status\", \"id\": 17}");
    count_parsing();
    count_interrupt();
    while (!board_ports[0]->ops->drained(board_ports[0]))
        ;
    board_power_off();
}

static void no_agent(void *context)
{
    (void)context;
}

int main(void)
{
    static const struct board_hooks hooks = {.agent = no_agent, .application = measure};

    board_init();
    agent_init(&agent);
    board_run(&hooks);
}

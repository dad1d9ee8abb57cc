/* main.c - counts instructions of the agent, and prints them on the QMP port.
 *
 * Exact in QEMU with -icount: on RISC-V the counter is minstret (shift=0), on a Cortex-M SysTick,
 * of which there are more ticks than instructions (shift=9).  Nothing waits and no interrupt is
 * pending inside a counted window, but for the one that is counted.
 *
 * SPDX-License-Identifier: MIT */
#include "requests.h"
#include "start.h"

#include <string.h>

#define ROUNDS 16

#if defined(__riscv)

static void counter_init(void)
{
}

static uint64_t instructions(void)
{
    uint64_t count;

    __asm__ volatile("csrr %0, minstret" : "=r"(count)::"memory");
    return count;
}

#else

#define SYST_CSR        (*(volatile uint32_t *)0xe000e010u)
#define SYST_RVR        (*(volatile uint32_t *)0xe000e014u)
#define SYST_CVR        (*(volatile uint32_t *)0xe000e018u)
#define SYST_CSR_ENABLE 0x5u /* by the processor's clock, without an interrupt */
#define SYST_MASK       0xffffffu

/* 25 MHz, and 512 ns an instruction: 12.8 ticks of it.  A window has less than 2^24. */
#define TICKS_OF_TEN    128u

static void counter_init(void)
{
    SYST_RVR = SYST_MASK;
    SYST_CVR = 0;
    SYST_CSR = SYST_CSR_ENABLE;
}

static uint64_t instructions(void)
{
    static uint32_t last = SYST_MASK;
    static uint64_t ticks;
    uint32_t now = SYST_CVR;

    ticks += (last - now) & SYST_MASK;
    last = now;
    return (ticks * 10 + TICKS_OF_TEN / 2) / TICKS_OF_TEN;
}

#endif

/* What counting itself takes. */
static uint64_t overhead;

static uint64_t since(uint64_t begun)
{
    return instructions() - begun - overhead;
}

static void counter_begin(void)
{
    uint64_t begun;

    counter_init();
    (void)instructions();
    begun = instructions();
    overhead = since(begun);
}

/* ------------------------------------------------------------------- output */

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
    report(name, since(begun), ROUNDS);
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
        framing += since(begun);
        begun = instructions();
        (void)json_read(&doc, out, framer.length, agent.server.tokens, QMP_TOKENS_MAX);
        reading += since(begun);
        bytes += size;
    }
    report("framer-per-byte", framing, bytes);
    report("jsmn-and-reader-per-byte", reading, bytes);
    report("parsing-per-byte", framing + reading, bytes);
}

/* ---------------------------------------------------------------- interrupt */

#if defined(__riscv)

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
        total += since(begun);
        while (board_ports[0]->ops->read(board_ports[0], sink, sizeof sink))
            ;
    }
    uart[MCR] = mcr;
    report("interrupt-per-byte", total, ROUNDS * TRIGGER);
}

#else

/* This UART has no loopback. */
static void count_interrupt(void)
{
}

#endif

/* ------------------------------------------------------------------ measure */

void measure(void)
{
    struct qmp_session *s = &agent.links[0].session;
    const char *bytes;

    counter_begin();
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

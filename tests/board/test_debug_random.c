/* test_debug_random.c - ten thousand operations of a debugger, at random, on an application that
 * computes: no reply is wrong, no session is lost, and what is computed is right.
 *
 * The host puts a little program into memory that nobody uses and has the application go on there:
 * a row of numbers each of which is computed from the one before, with how many there were.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "memory.h"

#include <inttypes.h>

#define OPERATIONS 10000
#define POINTS_MAX 16
#define RESULT     0x800 /* of the program's memory: where it writes what it has computed */

struct worker {
    const uint8_t *code;
    size_t size;
    const uint8_t *places; /* of instructions */
    size_t place_count;
    const char *number, *count; /* registers */
    struct {
        const char *name;
        bool shared;    /* the address of shared_code(), and ... */
        uint64_t value; /* ... this; RESULT: the address of that */
    } registers[6];
    uint64_t factor, term;
    unsigned bits;
};

/* loop: jal f; jalr s3; addi s4,s4,1; sd s0,0(s2); nop; sd s4,8(s2); ld t0,0(s2); j loop
 * f: addi sp,sp,-16; sd ra,8(sp); mul s0,s0,s5; add s0,s0,s6; ld ra,8(sp); addi sp,sp,16; ret */
static const uint8_t riscv_code[] = {
    0xef, 0x00, 0xa0, 0x01, 0xe7, 0x80, 0x09, 0x00, 0x05, 0x0a, 0x23, 0x30, 0x89, 0x00,
    0x01, 0x00, 0x23, 0x34, 0x49, 0x01, 0x83, 0x32, 0x09, 0x00, 0xe5, 0xb7, 0x41, 0x11,
    0x06, 0xe4, 0x33, 0x04, 0x54, 0x03, 0x5a, 0x94, 0xa2, 0x60, 0x41, 0x01, 0x82, 0x80};
static const uint8_t riscv_places[] = {0x00, 0x04, 0x08, 0x0a, 0x0e, 0x10, 0x14, 0x18,
                                       0x1a, 0x1c, 0x1e, 0x22, 0x24, 0x26, 0x28};

static const struct worker riscv_worker = {
    riscv_code,
    sizeof riscv_code,
    riscv_places,
    sizeof riscv_places,
    "fp", /* s0 */
    "s4",
    {{"fp", false, 1},
     {"s4", false, 0},
     {"s2", false, RESULT},
     {"s3", true, 0},
     {"s5", false, UINT64_C(6364136223846793005)},
     {"s6", false, UINT64_C(1442695040888963407)}},
    UINT64_C(6364136223846793005),
    UINT64_C(1442695040888963407),
    64,
};

/* loop: bl f; blx r7; adds r5,#1; str r4,[r6]; str.w r5,[r6,#4]; ldr r0,[r6]; cbz r6,1f; ite ne;
 * movne r1,r0; moveq r1,r5; 1: b loop; nop
 * f: push {r3,lr}; mla r4,r4,r9,r10; pop {r3,pc} */
static const uint8_t arm_code[] = {0x00, 0xf0, 0x0c, 0xf8, 0xb8, 0x47, 0x01, 0x35, 0x34,
                                   0x60, 0xc6, 0xf8, 0x04, 0x50, 0x30, 0x68, 0x16, 0xb1,
                                   0x14, 0xbf, 0x01, 0x46, 0x29, 0x46, 0xf2, 0xe7, 0x00,
                                   0xbf, 0x08, 0xb5, 0x04, 0xfb, 0x09, 0xa4, 0x08, 0xbd};
static const uint8_t arm_places[] = {0x00, 0x04, 0x06, 0x08, 0x0a, 0x0e,
                                     0x10, 0x12, 0x18, 0x1c, 0x1e, 0x22};

static const struct worker arm_worker = {
    arm_code,
    sizeof arm_code,
    arm_places,
    sizeof arm_places,
    "r4",
    "r5",
    {{"r4", false, 1},
     {"r5", false, 0},
     {"r6", false, RESULT},
     {"r7", true, 1}, /* a Thumb address is odd */
     {"r9", false, 1664525},
     {"r10", false, 1013904223}},
    1664525,
    1013904223,
    32,
};

/* A session, and what it knows of the agent. */
struct session {
    struct qmpc *line;
    const struct worker *worker;
    uint32_t random;
    bool running;                                     /* by the events so far */
    uint64_t breaks[POINTS_MAX], watches[POINTS_MAX]; /* numbers */
    unsigned break_count, watch_count;
    uint64_t deleted;  /* the last, whose hit may have come before */
    unsigned stops[4]; /* breakpoint, watchpoint, step, and those without a reason */
    bool untold;       /* STOP came, and perhaps AGENT_STOP is to come */
};

static uint32_t any(struct session *s, uint32_t count)
{
    s->random ^= s->random << 13;
    s->random ^= s->random >> 17;
    s->random ^= s->random << 5;
    return s->random / 7 % count;
}

static bool is_known(const uint64_t *list, unsigned count, uint64_t id)
{
    for (unsigned i = 0; i < count; i++)
        if (list[i] == id)
            return true;
    return false;
}

static void forget(uint64_t *list, unsigned *count, uint64_t id)
{
    for (unsigned i = 0; i < *count; i++)
        if (list[i] == id)
            list[i] = list[--*count];
}

/* -------------------------------------------------------------------------- events */

static void take_reason(struct session *s, const struct qmpc_message *event)
{
    static const char *const reasons[] = {"breakpoint", "watchpoint", "step"};
    unsigned reason = 0;
    uint64_t id = 0;

    while (reason < COUNT(reasons) && !qmpc_string_at_is(event, "data.reason", reasons[reason]))
        reason++;
    if (reason == COUNT(reasons) || !s->untold)
        fail_msg("unexpected %s", qmpc_message_text(event));
    s->stops[reason]++;
    s->untold = false;
    if (reason < 2) {
        assert_int_equal(qmpc_get_uint64(event, "data.id", &id), QMPC_OK);
        if (id != s->deleted && !is_known(reason == 0 ? s->breaks : s->watches,
                                          reason == 0 ? s->break_count : s->watch_count, id))
            fail_msg("of a point that there is not: %s", qmpc_message_text(event));
    }
}

static void take_event(struct session *s, const struct qmpc_message *event)
{
    if (qmpc_string_at_is(event, "event", "STOP")) {
        assert_true(s->running);
        s->running = false;
        s->untold = true;
    } else if (qmpc_string_at_is(event, "event", "RESUME")) {
        assert_false(s->running);
        s->running = true;
        s->untold = false;
    } else if (qmpc_string_at_is(event, "event", "AGENT_STOP")) {
        take_reason(s, event);
    } else {
        fail_msg("unexpected %s", qmpc_message_text(event));
    }
}

static void take_events(struct session *s)
{
    struct qmpc_message *event = NULL;

    while (qmpc_wait_event(s->line, NULL, QMPC_NOW, &event) == QMPC_OK) {
        take_event(s, event);
        qmpc_message_free(event);
    }
}

/* ------------------------------------------------------------------------ commands */

/* Executes a command.  Returns the number at PATH of its return, 0 if that has none or if it was
 * refused; which it may be only for REASON, a part of the description. */
static uint64_t execute(struct session *s, const char *command, const char *arguments,
                        const char *path, const char *reason)
{
    struct qmpc_message *reply = NULL;
    int status = qmpc_command(s->line, command, arguments, soon(), &reply);
    uint64_t value = 0;

    if (status == QMPC_E_SERVER && reason != NULL &&
        strstr(qmpc_error_desc(s->line), reason) != NULL)
        status = QMPC_OK;
    else if (status == QMPC_OK && path != NULL && qmpc_get_uint64(reply, path, &value) != QMPC_OK)
        fail_msg("%s: no %s: %s", command, path, qmpc_message_text(reply));
    if (status != QMPC_OK)
        fail_msg("%s %s: %s", command, arguments ? arguments : "", qmpc_error(s->line));
    qmpc_message_free(reply);
    return value;
}

/* What the program calls, and the agent executes, too. */
static uint64_t shared_code(void)
{
    return debugging_symbol(board->interrupts ? "board_clock" : "board_poll");
}

static uint64_t any_place(struct session *s)
{
    if (any(s, 8) == 0)
        return shared_code();
    return board->scratch + s->worker->places[any(s, (uint32_t)s->worker->place_count)];
}

static void add_breakpoint(struct session *s)
{
    char arguments[300], condition[150] = "";
    uint64_t id;

    if (any(s, 4) == 0)
        snprintf(condition, sizeof condition,
                 ", \"condition\": {\"register\": \"%s\", \"mask\": %u, \"value\": 0}",
                 s->worker->count, 1 << any(s, 6));
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"ignore\": %u%s}",
             any_place(s), any(s, 2) ? any(s, 100) : 0, condition);
    id = execute(s, "agent-breakpoint-add", arguments, "return.id",
                 s->break_count == POINTS_MAX ? "no room" : NULL);
    if (id != 0)
        s->breaks[s->break_count++] = id;
}

static void add_watchpoint(struct session *s)
{
    static const char *const accesses[] = {"write", "read", "access"};
    char arguments[200];
    uint64_t id;

    snprintf(arguments, sizeof arguments,
             "{\"address\": %" PRIu64 ", \"size\": 4, \"access\": \"%s\", \"ignore\": %u}",
             board->scratch + RESULT + (s->worker->bits == 64 ? 8 : 4) * any(s, 2),
             accesses[any(s, 3)], any(s, 2) ? any(s, 20) : 0);
    id = execute(s, "agent-watchpoint-add", arguments, "return.id",
                 s->watch_count != 0 ? "no room" : NULL);
    if (id != 0)
        s->watches[s->watch_count++] = id;
}

static void delete_point(struct session *s, bool watch)
{
    uint64_t *list = watch ? s->watches : s->breaks, id;
    unsigned *count = watch ? &s->watch_count : &s->break_count;
    char arguments[50];

    if (*count == 0)
        return;
    id = list[any(s, *count)];
    snprintf(arguments, sizeof arguments, "{\"id\": %" PRIu64 "}", id);
    execute(s, watch ? "agent-watchpoint-del" : "agent-breakpoint-del", arguments, NULL, NULL);
    forget(list, count, id);
    s->deleted = id;
}

static void step(struct session *s)
{
    char arguments[80];

    snprintf(arguments, sizeof arguments, "{\"count\": %u, \"over\": %s}", 1 + any(s, 30),
             any(s, 2) ? "true" : "false");
    execute(s, "agent-step", arguments, NULL, "The application runs");
}

static void operate(struct session *s)
{
    switch (any(s, 12)) {
    case 0:
        execute(s, "stop", NULL, NULL, NULL);
        break;
    case 1:
    case 2:
    case 3:
        execute(s, "cont", NULL, NULL, NULL);
        break;
    case 4:
    case 5:
        step(s);
        break;
    case 6:
        add_breakpoint(s);
        break;
    case 7:
        delete_point(s, false);
        break;
    case 8:
        add_watchpoint(s);
        break;
    case 9:
        delete_point(s, true);
        break;
    case 10:
        execute(s, "agent-read-registers", NULL, "return.registers.3.value", NULL);
        break;
    default:
        execute(s, "agent-backtrace", NULL, "return.0.pc", NULL);
        break;
    }
}

/* ------------------------------------------------------------------------- program */

static void set_register(struct session *s, const char *name, uint64_t value)
{
    debugging_write_register(s->line, name, value);
}

/* Has the application go on in the program. */
static void begin(struct session *s)
{
    const struct worker *w = s->worker;

    do_stop(s->line);
    memory_write(s->line, board->scratch, w->code, w->size, "hex");
    for (size_t i = 0; i < COUNT(w->registers); i++) {
        uint64_t value = w->registers[i].value;

        if (w->registers[i].shared)
            value += shared_code();
        else if (value == RESULT)
            value += board->scratch;
        set_register(s, w->registers[i].name, value);
    }
    set_register(s, "pc", board->scratch);
    execute(s, "cont", NULL, NULL, NULL);
}

/* The number is computed before it is counted. */
static void expect_right(struct session *s)
{
    const struct worker *w = s->worker;
    uint64_t mask = w->bits == 64 ? UINT64_MAX : UINT32_MAX;
    uint64_t count = debugging_register(s->line, w->count);
    uint64_t found = debugging_register(s->line, w->number), number = 1;

    for (uint64_t i = 0; i < count; i++)
        number = (number * w->factor + w->term) & mask;
    if (found != number && found != ((number * w->factor + w->term) & mask))
        fail_msg("number %" PRIu64 " is %" PRIu64 ", not %" PRIu64, count, found, number);
    print_message("computed %" PRIu64 " numbers; stops: %u breakpoint, %u watchpoint, %u step\n",
                  count, s->stops[0], s->stops[1], s->stops[2]);
    assert_true(count > 100);
}

static struct qmpc *start_fastest(void)
{
    bool virtio = strncmp(board->name, "riscv", 5) == 0;
    struct emulator *emulator = emulator_start(&(struct emulator_options){.virtio = virtio});
    struct qmpc *line = emulator_attach(emulator);

    hub_wait_beats(line, 3);
    if (virtio) {
        line = emulator_open(emulator, VIRTIO_SOCKET, NULL);
        succeeds(line, qmpc_read_greeting(line, soon()));
        succeeds(line, qmpc_negotiate(line, soon()));
    }
    return line;
}

static void nothing_a_host_does_changes_what_is_computed(void **state)
{
    const char *seed = getenv("SEED");
    struct session s = {.running = false};

    (void)state;
    s.random = seed != NULL ? (uint32_t)strtoul(seed, NULL, 0) : 20240131;
    print_message("SEED=%u\n", (unsigned)s.random);
    s.worker = strcmp(board->target, "arm") == 0 ? &arm_worker : &riscv_worker;
    s.line = start_fastest();
    begin(&s);
    for (unsigned i = 0; i < OPERATIONS; i++) {
        operate(&s);
        take_events(&s);
    }
    execute(&s, "stop", NULL, NULL, NULL);
    take_events(&s);
    assert_false(s.running);
    while (s.break_count != 0)
        delete_point(&s, false);
    while (s.watch_count != 0)
        delete_point(&s, true);
    /* It may stand in what it calls, which has other numbers in the registers. */
    debugging_break(s.line, board->scratch, ", \"temporary\": true");
    assert_true(debugging_cont(s.line, "breakpoint").pc == board->scratch);
    expect_right(&s);
    memory_expect(s.line, board->scratch, s.worker->code, s.worker->size, "base64");
    /* How many depends on how much of the program runs between two operations. */
    assert_true(s.stops[0] > 10 && s.stops[1] > 10 && s.stops[2] > 10);
    /* And the hub, from its beginning. */
    do_command(s.line, "system_reset");
    expect_cause(s.line, "RESET", false, "host-qmp-system-reset");
    do_cont(s.line);
    hub_wait_beats(s.line, 5);
    expect_no_event(s.line);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(nothing_a_host_does_changes_what_is_computed),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}

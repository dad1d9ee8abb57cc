/* test_isolation.c - an isolated application (E2KMON_ISOLATED) tries to damage the agent.
 *
 * The host plants an instruction at the application's entry, gives it registers and lets it go.
 * Whatever the application tries, it is the application that is stopped, and the agent answers.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "debugging.h"
#include "gate.h"
#include "memory.h"
#include "panic.h"
#include "symbol.h"
#include "text.h"

#include <inttypes.h>

static bool is_riscv(void)
{
    return strcmp(board->target, "riscv64") == 0;
}

/* ------------------------------------------------------------------ the application */

/* Instructions, which use the first two registers of arguments, and then one that jumps to
 * itself. */
struct code {
    const char *what, *cause; /* of the fault; NULL: it has no effect */
    uint8_t bytes[8];
    size_t size;
};

static const uint8_t riscv_loop[] = {0x01, 0xa0}, arm_loop[] = {0xfe, 0xe7};

static const struct code riscv_stores[] = {
    {"sb a1,0(a0)", "store-access", {0x23, 0x00, 0xb5, 0x00}, 4},
    {"sd a1,0(a0)", "store-access", {0x0c, 0xe1}, 2},
};
static const struct code arm_stores[] = {
    {"strb r1,[r0]", "store-access", {0x01, 0x70}, 2},
    {"str r1,[r0]", "store-access", {0x01, 0x60}, 2},
};
static const struct code riscv_load = {"lb a1,0(a0)", "load-access", {0x83, 0x05, 0x05, 0x00}, 4};
static const struct code arm_load = {"ldrb r1,[r0]", "load-access", {0x01, 0x78}, 2};
static const struct code riscv_jump = {"jr a0", "instruction-access", {0x02, 0x85}, 2};
static const struct code arm_jump = {"bx r0", "instruction-access", {0x00, 0x47}, 2};

/* What changes the processor's state, or would. */
static const struct code riscv_instructions[] = {
    {"csrw pmpcfg0,a1", "illegal-instruction", {0x73, 0x90, 0x05, 0x3a}, 4},
    {"csrr a1,mstatus", "illegal-instruction", {0xf3, 0x25, 0x00, 0x30}, 4},
    {"csrci mstatus,8", "illegal-instruction", {0x73, 0x70, 0x04, 0x30}, 4},
    {"csrw mtvec,a1", "illegal-instruction", {0x73, 0x90, 0x55, 0x30}, 4},
    {"mret", "illegal-instruction", {0x73, 0x00, 0x20, 0x30}, 4},
    {"csrr a1,cycle", "illegal-instruction", {0xf3, 0x25, 0x00, 0xc0}, 4},
    {"mv sp,a0; ecall", "environment-call", {0x2a, 0x81, 0x73, 0x00, 0x00, 0x00}, 6},
};
static const struct code arm_instructions[] = {
    {"cpsid i", NULL, {0x72, 0xb6}, 2},
    {"cpsid f", NULL, {0x71, 0xb6}, 2},
    {"msr primask,r1", NULL, {0x81, 0xf3, 0x10, 0x88}, 4},
    {"msr basepri,r1", NULL, {0x81, 0xf3, 0x11, 0x88}, 4},
    {"msr control,r1", NULL, {0x81, 0xf3, 0x14, 0x88}, 4},
    {"msr msp,r1", NULL, {0x81, 0xf3, 0x08, 0x88}, 4},
    {"mov sp,r0", "stack-overflow", {0x85, 0x46}, 2},
    {"mov sp,r0; svc #0", "stack-overflow", {0x85, 0x46, 0x00, 0xdf}, 4},
};

/* ------------------------------------------------------------------------- the host */

static struct qmpc *start(void)
{
    return emulator_attach(emulator_start(&(struct emulator_options){.paused = true}));
}

static void plant(struct qmpc *line, const struct code *code)
{
    const uint8_t *loop = is_riscv() ? riscv_loop : arm_loop;
    uint8_t bytes[sizeof code->bytes + sizeof riscv_loop];

    memcpy(bytes, code->bytes, code->size);
    memcpy(bytes + code->size, loop, sizeof riscv_loop);
    memory_write(line, application_entry(), bytes, code->size + sizeof riscv_loop, "hex");
}

/* The held application goes on at PC with these arguments, and returns to its entry. */
static void go(struct qmpc *line, uint64_t pc, const uint64_t words[4])
{
    const char *prefix = is_riscv() ? "a" : "r";
    struct text text = {0};

    text_add(&text, "{\"registers\": [{\"name\": \"pc\", \"value\": %" PRIu64 "}", pc);
    text_add(&text, ", {\"name\": \"%s\", \"value\": %" PRIu64 "}", is_riscv() ? "ra" : "lr",
             application_entry() | !is_riscv());
    for (unsigned i = 0; i < 4; i++)
        text_add(&text, ", {\"name\": \"%s%u\", \"value\": %" PRIu64 "}", prefix, i,
                 is_riscv() ? words[i] : (uint32_t)words[i]);
    text_add(&text, "]}");
    qmpc_message_free(ask(line, "agent-write-registers", "%s", text.bytes));
    text_free(&text);
    do_cont(line);
}

static void expect_agent(struct qmpc *line, const char *status)
{
    expect_status(line, status);
    qmpc_message_free(ask(line, "agent-info", NULL));
    qmpc_message_free(ask(line, "qom-list", "{\"path\": \"/machine/peripheral\"}"));
}

static void restart(struct qmpc *line)
{
    do_command(line, "system_reset");
    expect_cause(line, "RESET", false, "host-qmp-system-reset");
}

/* The application is stopped for CAUSE, at ADDRESS unless that is PANIC_ABSENT, and can be started
 * afresh. */
static void expect_fault(struct qmpc *line, const char *cause, uint64_t address)
{
    struct qmpc_message *event = expect_panicked(line, "pause", cause);

    if (address != PANIC_ABSENT && panic_uint(event, "data.info.address") != address)
        fail_msg("not for %#" PRIx64 ": %s", address, qmpc_message_text(event));
    qmpc_message_free(event);
    qmpc_message_free(expect_agent_stop(line, "fault", cause));
    expect_agent(line, "guest-panicked");
    restart(line);
}

/* What an access to ADDRESS is that would be a CAUSE elsewhere: below the stack lies a page for
 * those that run away. */
static const char *cause_at(const char *cause, uint64_t address)
{
    return debugging_symbol("__app_stack_bottom") - 1 - address < 4096 ? "stack-overflow" : cause;
}

static void attempt(struct qmpc *line, const struct code *code, uint64_t address)
{
    print_message("%s, %#" PRIx64 "\n", code->what, address);
    go(line, application_entry(), (const uint64_t[4]){address, UINT64_C(0x5555555555555555)});
    expect_fault(line, cause_at(code->cause, address), address);
}

/* ------------------------------------------------------------------------ addresses */

struct place {
    const char *symbol; /* NULL: none */
    int64_t offset;
    bool readable;
};

static const struct place common[] = {
    {"__agent_stack_bottom", 0, false}, {"__agent_stack_top", -8, false},
    {"__app_stack_bottom", -8, false},  {"__app_end", 0, false},
    {"__data_start", 0, false},         {"__data_end", -8, false},
    {"__bss_start", 0, false},          {"__bss_end", -8, false},
    {"__kept_start", 0, false},         {"__kept_end", -8, false},
    {"__text_start", 0, true},          {"__text_end", -8, true},
    {"__image_end", -8, true},          {"__boot_word", 0, false},
};
static const uint64_t riscv_addresses[] = {
    0x100000,                          /* the test finisher */
    0x101000,                          /* the clock */
    0x2000000,                         /* CLINT: msip, mtimecmp, mtime */
    0x2004000,  0x200bff8, 0xc000000,  /* PLIC: a priority, an enable, a threshold */
    0xc002000,  0xc200000, 0x10000000, /* UART */
    0x10001000,                        /* virtio */
    0x22000000,                        /* flash */
    0x87fffff8, 0,         UINT64_MAX - 7,
};
static const uint64_t arm_addresses[] = {
    0x203ffffc, /* the last word of RAM */
    0x22000000, /* the first of RAM, by its bits */
    0x2209e000, /* one of the agent's */
    0x40004000, /* UART */
    0x40002000, /* the timer */
    0x40008000, /* the watchdog */
    0x4002f000, /* SCC */
    0xe000e010, /* SysTick, NVIC, SCB, MPU */
    0xe000e100, 0xe000ed04, 0xe000ed0c, 0xe000ed24, 0xe000ed94,
    0xe000ed9c, 0xe000ef00, 0x60000000, 0xfffffffc,
};

static uint64_t place_of(const struct place *place)
{
    return debugging_symbol(place->symbol) + (uint64_t)place->offset;
}

/* Each of the common places and of the machine's own, unless CODE may be there. */
static void everywhere(struct qmpc *line, const struct code *code, bool reads)
{
    const uint64_t *addresses = is_riscv() ? riscv_addresses : arm_addresses;
    size_t count = is_riscv() ? COUNT(riscv_addresses) : COUNT(arm_addresses);

    plant(line, code);
    for (size_t i = 0; i < COUNT(common); i++)
        if (!reads || !common[i].readable)
            attempt(line, code, place_of(&common[i]));
    for (size_t i = 0; i < count; i++)
        attempt(line, code, addresses[i]);
}

/* ---------------------------------------------------------------------------- tests */

static void a_write_anywhere_else_stops_the_application(void **state)
{
    struct qmpc *line = start();

    (void)state;
    for (unsigned i = 0; i < 2; i++)
        everywhere(line, is_riscv() ? &riscv_stores[i] : &arm_stores[i], false);
}

static void a_read_of_what_is_the_agents_stops_it(void **state)
{
    struct qmpc *line = start();

    (void)state;
    everywhere(line, is_riscv() ? &riscv_load : &arm_load, true);
}

/* Its data are no code; nor is the rest. */
static void a_jump_out_of_the_image_stops_it(void **state)
{
    static const char *const names[] = {"__app_data_start", "__app_stack_bottom", "__data_start"};
    const struct code *jump = is_riscv() ? &riscv_jump : &arm_jump;
    struct qmpc *line = start();

    (void)state;
    plant(line, jump);
    for (size_t i = 0; i < COUNT(names); i++) {
        go(line, application_entry(), (const uint64_t[4]){debugging_symbol(names[i]) | 1});
        expect_fault(line, jump->cause, PANIC_ABSENT);
    }
}

static void the_whole_of_its_own_memory_can_be_written(void **state)
{
    const struct code *store = is_riscv() ? &riscv_stores[1] : &arm_stores[1];
    const uint64_t places[] = {debugging_symbol("__app_stack_bottom"),
                               /* What is above is in use: the processor saves registers there. */
                               debugging_symbol("__app_stack_top") - 64,
                               debugging_symbol("__app_data_start"),
                               debugging_symbol("__app_end") - 8};
    const uint8_t written[] = {0x78, 0x56, 0x34, 0x12};
    struct qmpc *line = start();

    (void)state;
    plant(line, store);
    for (size_t i = 0; i < COUNT(places); i++) {
        go(line, application_entry(), (const uint64_t[4]){places[i], 0x12345678});
        memory_wait(line, places[i], written, sizeof written);
        do_stop(line);
        memory_expect(line, places[i], written, sizeof written, "hex");
        restart(line);
    }
}

static void the_processors_state_is_not_the_applications(void **state)
{
    const struct code *codes = is_riscv() ? riscv_instructions : arm_instructions;
    size_t count = is_riscv() ? COUNT(riscv_instructions) : COUNT(arm_instructions);
    struct qmpc *line = start();

    (void)state;
    for (size_t i = 0; i < count; i++) {
        const uint64_t words[4] = {debugging_symbol("__agent_stack_top"), 0x20};

        print_message("%s\n", codes[i].what);
        plant(line, &codes[i]);
        go(line, application_entry(), words);
        /* An interrupt needs the stack. */
        qmpc_message_free(ask(line, "query-status", NULL));
        if (codes[i].cause != NULL) {
            expect_fault(line, codes[i].cause, PANIC_ABSENT);
            continue;
        }
        expect_agent(line, "running");
        do_stop(line);
        if (!is_riscv()) {
            assert_int_equal(debugging_register(line, "control"), 3);
            assert_int_equal(debugging_register(line, "primask"), 0);
            assert_int_equal(debugging_register(line, "basepri"), 0);
        }
        restart(line);
    }
}

/* Called where they end the emulator, or reset the board. */
static void functions_of_the_board_that_it_calls_end_nothing(void **state)
{
    static const char *const names[] = {"semihosting_request", "board_power_off", "board_reset",
                                        "agent_run",           "board_app_wait",  "agent_panic"};
    const struct code loop = {.size = 0};
    struct qmpc *line = start();

    (void)state;
    plant(line, &loop);
    for (size_t i = 0; i < COUNT(names); i++) {
        const uint64_t words[4] = {0x18, 0x20026}; /* SYS_EXIT */
        struct qmpc_message *event;
        uint64_t address;

        if (symbol_address(debugging_program(), names[i], &address) != 0)
            continue; /* nobody calls it */
        print_message("%s\n", names[i]);
        go(line, debugging_symbol(names[i]), words);
        pause_ms(20);
        qmpc_message_free(ask(line, "agent-info", NULL));
        while (qmpc_wait_event(line, NULL, QMPC_NOW, &event) == QMPC_OK) {
            assert_false(qmpc_string_at_is(event, "event", "SHUTDOWN"));
            qmpc_message_free(event);
        }
        restart(line);
        qmpc_message_free(ask(line, "stop", NULL));
        while (qmpc_wait_event(line, NULL, QMPC_NOW, &event) == QMPC_OK)
            qmpc_message_free(event);
        restart(line);
    }
}

/* ------------------------------------------------------------------------- the gate */

static void refused(struct qmpc *line, uint64_t a, uint64_t b, uint64_t operation)
{
    print_message("operation %#" PRIx64 ", %#" PRIx64 ", %#" PRIx64 "\n", operation, a, b);
    go(line, debugging_symbol("board_gate"), (const uint64_t[4]){a, b, 0, operation});
    expect_fault(line, "environment-call", PANIC_ABSENT);
}

#define HOOK(operation) (BOARD_GATE_HOOK + (operation))

static void the_gate_refuses_what_is_no_operation(void **state)
{
    static const uint64_t numbers[] = {0, BOARD_GATE_HOOK - 1, HOOK(GATE_COUNT), UINT32_MAX};
    struct qmpc *line = start();

    (void)state;
    plant(line, &(struct code){.size = 0});
    for (size_t i = 0; i < COUNT(numbers); i++)
        refused(line, 0, 0, numbers[i]);
}

static void the_gate_writes_and_reads_what_is_the_applications(void **state)
{
    const uint64_t last = is_riscv() ? UINT64_MAX : UINT32_MAX;
    uint64_t end = debugging_symbol("__app_end"), bottom = debugging_symbol("__app_stack_bottom");
    uint64_t agent = debugging_symbol("__data_start"), sensor;
    struct qmpc *line = start();

    (void)state;
    plant(line, &(struct code){.size = 0});
    sensor = debugging_symbol("devices_temperature");
    refused(line, agent, 8, HOOK(GATE_CONSOLE_READ));
    refused(line, end - 8, 9, HOOK(GATE_CONSOLE_READ));
    refused(line, end - 8, last, HOOK(GATE_CONSOLE_READ));
    refused(line, bottom - 1, 2, HOOK(GATE_CONSOLE_READ));
    refused(line, last, 2, HOOK(GATE_CONSOLE_READ));
    refused(line, bottom, last - bottom, HOOK(GATE_CONSOLE_READ));
    refused(line, debugging_symbol("__text_start"), 4, HOOK(GATE_CONSOLE_READ));
    refused(line, agent, 0, HOOK(GATE_INPUT));
    refused(line, end - 8, 0, HOOK(GATE_INPUT));
    refused(line, bottom + 1, 0, HOOK(GATE_INPUT));
    refused(line, agent, 8, HOOK(GATE_CONSOLE));
    refused(line, bottom, GATE_TEXT_MAX + 1, HOOK(GATE_CONSOLE));
    refused(line, end - 8, 9, HOOK(GATE_CONSOLE));
    refused(line, sensor, agent, HOOK(GATE_SENSOR_READ));
    refused(line, sensor, end - 2, HOOK(GATE_SENSOR_READ));
    refused(line, sensor, bottom + 2, HOOK(GATE_SENSOR_READ));
    refused(line, bottom, bottom, HOOK(GATE_SENSOR_READ));
    refused(line, 0, bottom, HOOK(GATE_SENSOR_READ));
    refused(line, sensor, 1, HOOK(GATE_ACTUATOR_SET)); /* an object, but no actuator */
    refused(line, agent, 1, HOOK(GATE_UPLINK_SEND));
    refused(line, 0, 0, HOOK(GATE_WATCHDOG_START));
}

/* A host asks for what the application has written down of objects. */
static void links_that_lead_nowhere_are_not_followed(void **state)
{
    const uint64_t link = debugging_symbol("hub") + sizeof(struct hub);
    const uint64_t places[] = {1, debugging_symbol("__app_stack_bottom"),
                               debugging_symbol("__bss_start"), 0xfffffff0};
    const size_t size = is_riscv() ? 8 : 4;
    struct qmpc *line = start();

    (void)state;
    for (size_t i = 0; i < COUNT(places); i++) {
        struct qmpc_message *reply;

        memory_write(line, link, (const uint8_t *)&places[i], size, "hex");
        reply = ask(line, "qom-get", "{\"path\": \"hub\", \"property\": \"sensor\"}");
        assert_true(qmpc_string_at_is(reply, "return", ""));
        qmpc_message_free(reply);
        expect_refusal(line, "qom-list", "{\"path\": \"/machine/peripheral/hub/sensor\"}",
                       "DeviceNotFound", "Device '/machine/peripheral/hub/sensor' not found");
    }
    do_cont(line);
    expect_fault(line, "environment-call", PANIC_ABSENT); /* the hub tries to read it */
}

/* --------------------------------------------------------------------------- random */

#define ROUNDS 300

static void random_writes_hurt_nobody_but_the_application(void **state)
{
    const struct code *stores = is_riscv() ? riscv_stores : arm_stores;
    uint64_t base = debugging_symbol("__app_stack_bottom"), own = debugging_symbol("__app_end");
    uint64_t x = 0x9E3779B97F4A7C15u;
    struct qmpc *line = start();

    (void)state;
    for (unsigned i = 0; i < ROUNDS; i++) {
        const char *cause;
        uint64_t address;

        if (i % 100 == 0)
            plant(line, &stores[i / 100 % 2]);
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        /* The agent's RAM, its image, or anywhere. */
        address = i % 4 != 0 ? own + x % (512 * 1024) : i % 8 != 0 ? base - x % 65536 - 8 : x;
        address &= ~UINT64_C(7);
        if (!is_riscv())
            address = (uint32_t)address;
        if (address - base < own - base)
            continue;
        go(line, application_entry(), (const uint64_t[4]){address, x});
        cause = cause_at("store-access", address);
        qmpc_message_free(expect_panicked(line, "pause", cause));
        qmpc_message_free(expect_agent_stop(line, "fault", cause));
        restart(line);
    }
    expect_agent(line, "prelaunch");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(a_write_anywhere_else_stops_the_application),
        board_test(a_read_of_what_is_the_agents_stops_it),
        board_test(a_jump_out_of_the_image_stops_it),
        board_test(the_whole_of_its_own_memory_can_be_written),
        board_test(the_processors_state_is_not_the_applications),
        board_test(functions_of_the_board_that_it_calls_end_nothing),
        board_test(the_gate_refuses_what_is_no_operation),
        board_test(the_gate_writes_and_reads_what_is_the_applications),
        board_test(links_that_lead_nowhere_are_not_followed),
        board_test(random_writes_hurt_nobody_but_the_application),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}

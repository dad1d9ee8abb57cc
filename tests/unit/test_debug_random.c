/* test_debug_random.c - whatever a debugger does at random, a program computes what it would have
 * computed, and breakpoints that only count have counted every time.
 *
 * SPDX-License-Identifier: MIT */
#include "debug_rig.h"

#define CODE_MAX   64
#define HALF       0x100u /* where the second processor's copy of the program is */
#define OPERATIONS 300

struct program {
    uint16_t code[(HALF / 2) + CODE_MAX];
    size_t count; /* of one copy */
};

/* Loops of loops with calls of a leaf, all of which end; the last instruction jumps to itself.
 * r7 and r6 count loops, r1 to r5 are what is computed with. */
static void make_half(uint16_t *code, size_t *count, unsigned words, uint32_t *seed)
{
    size_t n = 0;
    unsigned inner = 3 + unit_random(seed) % 10;

    code[n++] = SET(7, 2 + unit_random(seed) % 4);
    code[n++] = SET(6, 1 + unit_random(seed) % 4);
    for (unsigned i = 0; i < inner; i++) {
        unsigned r = 1 + unit_random(seed) % 5;

        switch (unit_random(seed) % 6) {
        case 0:
            code[n++] = STORE(r, words + unit_random(seed) % 8);
            break;
        case 1:
            code[n++] = LOAD(r, words + unit_random(seed) % 8);
            break;
        case 2:
            code[n++] = CALL(0x800); /* to be patched */
            break;
        case 3:
            code[n++] = BRANCH(r, 2);
            code[n++] = ADD(r, 3);
            break;
        default:
            code[n++] = ADD(r, unit_random(seed) % 256);
        }
    }
    code[n++] = ADD(6, -1);
    code[n] = BRANCH(6, -(int)inner);
    n++;
    code[n++] = ADD(7, -1);
    code[n] = BRANCH(7, 1 - (int)n);
    n++;
    code[n++] = JUMP(0);
    for (size_t i = 0; i < n; i++)
        if (code[i] == CALL(0x800))
            code[i] = CALL((unsigned)(n - i));
    code[n++] = PUSH;
    code[n++] = ADD(5, 1);
    code[n++] = POP;
    code[n++] = RETURN;
    assert_in_range(n, 0, CODE_MAX);
    *count = n;
}

static void make_program(struct program *program, uint32_t *seed)
{
    size_t second;

    memset(program, 0, sizeof *program);
    make_half(program->code, &program->count, 0, seed);
    make_half(program->code + HALF / 2, &second, 16, seed);
}

struct outcome {
    struct machine_cpu cpus[MACHINE_CPUS];
    uint8_t memory[MACHINE_SIZE];
    uint32_t met[MACHINE_SIZE];
};

static bool halted(unsigned cpu)
{
    uintptr_t pc = (uintptr_t)machine_pc(cpu);

    return (machine_memory[pc] | machine_memory[pc + 1] << 8) == JUMP(0);
}

static void note(struct outcome *outcome)
{
    memcpy(outcome->cpus, machine_cpus, sizeof machine_cpus);
    memcpy(outcome->memory, machine_memory, sizeof machine_memory);
    memcpy(outcome->met, machine_met, sizeof machine_met);
}

static void run_undisturbed(const struct program *program, struct outcome *outcome)
{
    machine_load(program->code, COUNT(program->code));
    machine_begin(1, HALF);
    for (unsigned cpu = 0; cpu < MACHINE_CPUS; cpu++)
        while (!halted(cpu))
            machine_execute(cpu);
    note(outcome);
}

/* ---------------------------------------------------------------------- disturbing */

static unsigned any_address(const struct program *program, uint32_t *seed)
{
    unsigned address;

    do {
        address = 2 * (unit_random(seed) % (unsigned)program->count);
        if (unit_random(seed) % 2)
            address += HALF;
    } while (program->code[address / 2] == JUMP(0)); /* met for ever */
    return address;
}

/* Any command, as the host of a session may send it at any time; most of them are refused at times.
 * The first ids are those of the breakpoints that count. */
static void disturb(struct rig *rig, const struct program *program, unsigned kept, uint32_t *seed)
{
    unsigned r = unit_random(seed);
    char text[200];

    switch (r % 8) {
    case 0:
        snprintf(text, sizeof text, "{\"execute\":\"stop\"}");
        break;
    case 1:
    case 2:
        snprintf(text, sizeof text, "{\"execute\":\"cont\"}");
        break;
    case 3:
    case 4:
        snprintf(text, sizeof text,
                 "{\"execute\":\"agent-step\",\"arguments\":{\"cpu-index\":%u,\"count\":%u,"
                 "\"over\":%s}}",
                 r / 8 % 2, 1 + r / 16 % 20, r / 512 % 2 ? "true" : "false");
        break;
    case 5:
        snprintf(text, sizeof text,
                 "{\"execute\":\"agent-breakpoint-add\",\"arguments\":{\"address\":%u,"
                 "\"temporary\":%s}}",
                 any_address(program, seed), r / 8 % 2 ? "true" : "false");
        break;
    case 6:
        snprintf(text, sizeof text,
                 "{\"execute\":\"agent-watchpoint-add\",\"arguments\":{\"address\":%u,\"size\":%u,"
                 "\"access\":\"%s\"}}",
                 MACHINE_DATA + r / 8 % 96, 1 + r / 1024 % 8, r / 8192 % 2 ? "access" : "write");
        break;
    default:
        snprintf(text, sizeof text, "{\"execute\":\"agent-%s-del\",\"arguments\":{\"id\":%u}}",
                 r / 8 % 2 ? "breakpoint" : "watchpoint", kept + 1 + r / 16 % 60);
    }
    rig_send(rig, text);
    debug_turn(rig, unit_random(seed) % 30);
}

/* Lets both processors come to their ends. */
static void finish(struct rig *rig)
{
    debug_forget(&debug_agent, DEBUG_QMP);
    for (unsigned i = 0; i < 1000 && !(halted(0) && halted(1)); i++) {
        rig_send(rig, "{\"execute\":\"cont\"}");
        debug_turn(rig, 1000);
    }
    rig_send(rig, "{\"execute\":\"stop\"}");
}

/* Every place but the ends has a breakpoint of gdb's that only counts, as many as there may be;
 * each is to be hit as often as its instruction was executed. */
static void run_disturbed(const struct program *program, const struct outcome *expected,
                          uint32_t *seed)
{
    struct debug_breakpoint counters[AGENT_BREAKPOINTS_MAX / 2];
    struct rig *rig = debug_start_with(program->code, COUNT(program->code));
    struct outcome outcome;

    machine_begin(1, HALF);
    for (unsigned i = 0; i < COUNT(counters); i++) {
        unsigned id;

        counters[i] = (struct debug_breakpoint){
            .owner = DEBUG_GDB, .address = any_address(program, seed), .ignore = UINT32_MAX};
        if (counters[i].address % HALF == 0) /* there both stand when it is added */
            counters[i].address += 2;
        assert_null(debug_breakpoint_add(&debug_agent, &counters[i], &id));
    }
    for (unsigned i = 0; i < OPERATIONS && !(halted(0) && halted(1)); i++)
        disturb(rig, program, COUNT(counters), seed);
    finish(rig);
    for (unsigned i = 0; i < COUNT(counters); i++)
        counters[i] = debug_agent.debug.breakpoints[i];
    debug_forget(&debug_agent, DEBUG_GDB);
    note(&outcome);
    for (unsigned cpu = 0; cpu < MACHINE_CPUS; cpu++)
        assert_memory_equal(outcome.cpus[cpu].registers, expected->cpus[cpu].registers,
                            sizeof expected->cpus[cpu].registers);
    assert_memory_equal(outcome.memory, expected->memory, sizeof expected->memory);
    assert_false(machine_watches);
    for (unsigned i = 0; i < COUNT(counters); i++)
        if (counters[i].hits != expected->met[counters[i].address])
            fail_msg("%u hits at 0x%x, executed %u times", (unsigned)counters[i].hits,
                     (unsigned)counters[i].address, (unsigned)expected->met[counters[i].address]);
    rig_free(rig);
}

static void nothing_a_host_does_changes_what_is_computed(void **state)
{
    static struct outcome expected;
    struct program program;

    (void)state;
    for (uint32_t seed = 1; seed <= 300; seed++) {
        uint32_t random = seed * 2654435761u;

        make_program(&program, &random);
        run_undisturbed(&program, &expected);
        print_message("seed %u\r", (unsigned)seed);
        run_disturbed(&program, &expected, &random);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_a_host_does_changes_what_is_computed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

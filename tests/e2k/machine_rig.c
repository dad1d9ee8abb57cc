/* machine_rig.c - a board under test.
 *
 * SPDX-License-Identifier: MIT */
#include "machine_rig.h"

#include <stdlib.h>
#include <string.h>

static uint64_t now(void *context)
{
    struct rig *rig = context;

    rig->time += rig->tick;
    return rig->time;
}

static size_t receive(void *context, int channel, uint8_t *bytes, size_t size)
{
    struct rig *rig = context;
    struct rig_channel *c = &rig->channels[channel];
    size_t count = c->in_end - c->in_next < size ? c->in_end - c->in_next : size;

    c->receives++;
    memcpy(bytes, c->in + c->in_next, count);
    c->in_next += count;
    return count;
}

static size_t send(void *context, int channel, const uint8_t *bytes, size_t size)
{
    struct rig *rig = context;
    struct rig_channel *c = &rig->channels[channel];
    size_t count = c->room < size ? c->room : size;

    c->sends++;
    assert_true(c->out_count + count <= sizeof c->out);
    memcpy(c->out + c->out_count, bytes, count);
    c->out_count += count;
    c->room -= count;
    return count;
}

static void wait_for(void *context, uint64_t nanoseconds, unsigned wanted)
{
    struct rig *rig = context;

    rig->waits++;
    rig->waited += nanoseconds;
    rig->time += nanoseconds;
    rig->wanted = wanted;
}

static bool service(void *context)
{
    struct rig *rig = context;

    rig->services++;
    return rig->services != rig->services_max;
}

int rig_setup(void **state)
{
    struct rig *rig = calloc(1, sizeof *rig);
    struct e2k_host host = {.context = rig,
                            .now = now,
                            .receive = receive,
                            .send = send,
                            .wait = wait_for,
                            .service = service};

    if (!rig)
        return -1;
    rig->program = malloc(sizeof *rig->program);
    rig->image = malloc(sizeof *rig->image);
    rig->machine = e2k_machine_create(RIG_RAM, &host);
    rig->tick = 10;
    for (unsigned n = 0; n < E2K_CHANNELS_ESCC; n++)
        rig->channels[n].room = SIZE_MAX;
    if (rig->program)
        program_start(rig->program);
    *state = rig;
    return rig->program && rig->image && rig->machine ? 0 : -1;
}

int rig_teardown(void **state)
{
    struct rig *rig = *state;

    e2k_machine_destroy(rig->machine);
    free(rig->program);
    free(rig->image);
    free(rig);
    return 0;
}

void rig_load(struct rig *rig)
{
    program_image(rig->program, rig->image);
    if (e2k_machine_load(rig->machine, rig->image->bytes, rig->image->size) < 0)
        fail_msg("%s", e2k_machine_message(rig->machine));
}

enum e2k_stop rig_run(struct rig *rig)
{
    rig_load(rig);
    return e2k_machine_run(rig->machine, RIG_LIMIT);
}

void rig_run_to_trap(struct rig *rig)
{
    enum e2k_stop stop;

    program_trap(rig->program);
    stop = rig_run(rig);
    if (stop != E2K_STOP_TRAP)
        fail_msg("stop %d: %s", stop, e2k_machine_message(rig->machine));
}

void rig_expect_message(const struct rig *rig, const char *text)
{
    if (!strstr(e2k_machine_message(rig->machine), text))
        fail_msg("not \"%s\" in: %s", text, e2k_machine_message(rig->machine));
}

void rig_run_to_check(struct rig *rig, const char *text)
{
    assert_int_equal(rig_run(rig), E2K_STOP_CHECK);
    rig_expect_message(rig, text);
}

uint64_t rig_register(const struct rig *rig, unsigned n)
{
    return e2k_machine_register(rig->machine, n);
}

void rig_send(struct rig *rig, int channel, const char *text)
{
    struct rig_channel *c = &rig->channels[channel];

    assert_true(c->in_end + strlen(text) <= sizeof c->in);
    memcpy(c->in + c->in_end, text, strlen(text));
    c->in_end += strlen(text);
}

void rig_open_channel(struct rig *rig, uint64_t control)
{
    static const uint8_t writes[] = {3, 0xC1, 5, 0x68};

    for (size_t n = 0; n < COUNT(writes); n++)
        program_store_byte(rig->program, control, writes[n]);
    program_load(rig->program, E2K_LDB, control + 1, 1);
}

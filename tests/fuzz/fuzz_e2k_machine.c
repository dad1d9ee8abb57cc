/* fuzz_e2k_machine.c - the board against any image and any code, and against itself.
 *
 * The first byte of an input chooses: the rest is an image as it is, or code and what it
 * reads in a right one.  Whatever it is, it is refused with a message or executed for so
 * many bundles.  One after another, each bundle does what a simple model of it does
 * (tests/e2k/bundle_model.h); all in one go give the same as one after another, to the counts;
 * with a trace there is a line for each.
 *
 * SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* fmemopen() */

#include "fuzz.h"

#include "bundle_check.h"
#include "e2k-board/machine.h"
#include "program.h"

#define RAM     (UINT64_C(2) << 20)
#define BUNDLES 2000u

enum { AS_CODE = 1, WITH_HOST = 2, WITH_TRACE = 4, WITH_RESET = 8 };

/* The host hands the input over once more, as what has come for both channels. */
struct world {
    const uint8_t *data;
    size_t size;
    size_t next[E2K_CHANNELS_ESCC];
    uint64_t time;
    uint32_t sent; /* a sum */
};

static uint64_t now(void *context)
{
    struct world *world = context;

    return world->time += 1000;
}

static size_t receive(void *context, int channel, uint8_t *bytes, size_t size)
{
    struct world *world = context;
    size_t left = world->size - world->next[channel];
    size_t count = left < size ? left : size;

    if (count)
        memcpy(bytes, world->data + world->next[channel], count);
    world->next[channel] += count;
    return count;
}

static size_t send_bytes(void *context, int channel, const uint8_t *bytes, size_t size)
{
    struct world *world = context;

    for (size_t n = 0; n < size; n++)
        world->sent = (world->sent ^ bytes[n] ^ (uint32_t)channel) * 16777619u;
    return size;
}

static size_t receive_nothing(void *context, int channel, uint8_t *bytes, size_t size)
{
    (void)context;
    (void)channel;
    (void)bytes;
    (void)size;
    return 0;
}

static struct e2k_machine *create(struct world *world, unsigned choice)
{
    struct e2k_host host = {.context = world,
                            .now = now,
                            .receive = choice & WITH_HOST ? receive : receive_nothing,
                            .send = send_bytes};
    struct e2k_machine *machine = e2k_machine_create(RAM, &host);

    REQUIRE(machine);
    return machine;
}

static bool load(struct e2k_machine *machine, unsigned choice, const uint8_t *data, size_t size)
{
    static struct elf_image image;

    if (choice & AS_CODE) {
        size_t count = size < IMAGE_MAX / 2 ? size : IMAGE_MAX / 2;

        elf_start(&image, PROGRAM_BASE);
        elf_segment(&image, PROGRAM_BASE, data, count, count);
        data = image.bytes;
        size = image.size;
    }
    if (e2k_machine_load(machine, data, size) == 0)
        return true;
    REQUIRE(*e2k_machine_message(machine));
    return false;
}

static enum e2k_stop run(struct e2k_machine *machine, uint64_t step)
{
    enum e2k_stop stop = E2K_STOP_LIMIT;

    while (stop == E2K_STOP_LIMIT && e2k_machine_bundles(machine) < BUNDLES)
        stop = step == 1 ? bundle_check_step(machine) : e2k_machine_run(machine, step);
    REQUIRE(e2k_machine_bundles(machine) <= BUNDLES);
    REQUIRE(stop == E2K_STOP_LIMIT || *e2k_machine_message(machine));
    REQUIRE(e2k_machine_flush(machine));
    return stop;
}

/* The counts, but how they came about. */
static void count(struct e2k_machine *machine, char *text, size_t size)
{
    FILE *file = fmemopen(text, size, "w");
    char *decoded;

    REQUIRE(file);
    e2k_machine_stats(machine, file, 1, true);
    fclose(file);
    decoded = strstr(text, "\"decoded");
    REQUIRE(decoded);
    *decoded = '\0';
}

static void expect_same(struct e2k_machine *a, struct e2k_machine *b)
{
    char counts[2][2048];

    REQUIRE(e2k_machine_bundles(a) == e2k_machine_bundles(b));
    REQUIRE(strcmp(e2k_machine_message(a), e2k_machine_message(b)) == 0);
    for (unsigned n = 0; n < E2K_REGISTERS; n++)
        REQUIRE(e2k_machine_register(a, n) == e2k_machine_register(b, n));
    count(a, counts[0], sizeof counts[0]);
    count(b, counts[1], sizeof counts[1]);
    REQUIRE(strcmp(counts[0], counts[1]) == 0);
}

/* A line for each bundle, and each begins with its number. */
static void check_trace(struct e2k_machine *machine, FILE *trace, char **traced)
{
    uint64_t lines = 0;

    REQUIRE(fflush(trace) == 0);
    for (const char *line = *traced; *line; line = strchr(line, '\n') + 1) {
        REQUIRE(strchr(line, '\n') && strtoull(line, NULL, 10) == lines + 1);
        lines++;
    }
    REQUIRE(lines == e2k_machine_bundles(machine));
}

static void run_both(unsigned choice, const uint8_t *data, size_t size)
{
    struct world worlds[2] = {{.data = data, .size = size}, {.data = data, .size = size}};
    struct e2k_machine *together = create(&worlds[0], choice);
    struct e2k_machine *single = create(&worlds[1], choice);
    char *traced = NULL;
    size_t length = 0;
    FILE *trace = choice & WITH_TRACE ? open_memstream(&traced, &length) : NULL;

    if (load(together, choice, data, size) && load(single, choice, data, size)) {
        if (trace)
            e2k_machine_trace(single, trace);
        REQUIRE(run(together, BUNDLES) == run(single, 1));
        expect_same(together, single);
        REQUIRE(worlds[0].sent == worlds[1].sent);
        if (trace)
            check_trace(single, trace, &traced);
        if (choice & WITH_RESET) {
            e2k_machine_reset(together);
            REQUIRE(load(together, choice, data, size));
            e2k_machine_run(together, BUNDLES);
        }
    }
    if (trace)
        fclose(trace);
    free(traced);
    e2k_machine_destroy(together);
    e2k_machine_destroy(single);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0)
        run_both(data[0], data + 1, size - 1);
    return 0;
}

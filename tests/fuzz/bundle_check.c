/* bundle_check.c - one bundle of e2k-board's at a time, against the model of tests/e2k.
 *
 * It looks into the machine: its predicates and its memory cannot be asked for.
 *
 * SPDX-License-Identifier: MIT */
#include "bundle_check.h"

#include "bundle_model.h"
#include "core.h"

#define BYTES_MAX (E2K_CHANNELS * 8)

/* The memory that a bundle reads and writes, as the model leaves it. */
struct overlay {
    const struct e2k_machine *machine;
    struct {
        uint64_t address;
        uint8_t value;
    } bytes[BYTES_MAX];
    unsigned count;
};

static uint8_t *byte_at(void *context, uint64_t address)
{
    struct overlay *overlay = context;

    for (unsigned i = 0; i < overlay->count; i++)
        if (overlay->bytes[i].address == address)
            return &overlay->bytes[i].value;
    if (address >= overlay->machine->ram_size)
        return NULL;
    REQUIRE(overlay->count < BYTES_MAX);
    overlay->bytes[overlay->count].address = address;
    overlay->bytes[overlay->count].value = overlay->machine->ram[address];
    return &overlay->bytes[overlay->count++].value;
}

/* Reads the bundle at the machine's place.  Returns its words, below 1: there is none. */
static int read_bundle(const struct e2k_machine *machine, struct e2k_bundle *bundle)
{
    uint32_t words[E2K_WORDS_MAX];
    uint64_t left;

    if (machine->pc % E2K_ALIGN || machine->pc >= machine->ram_size)
        return 0;
    left = (machine->ram_size - machine->pc) / sizeof *words;
    if (left > E2K_WORDS_MAX)
        left = E2K_WORDS_MAX;
    memcpy(words, machine->ram + machine->pc, left * sizeof *words);
    return e2k_decode(words, left, bundle);
}

/* Where BUNDLE at PC leads to, of LENGTH words. */
static uint64_t next_address(const struct e2k_machine *machine, const struct e2k_bundle *bundle,
                             uint64_t pc, int length, bool taken)
{
    if (!taken)
        return pc + 4 * (uint64_t)length;
    if (bundle->transfer == E2K_CT)
        return machine->ctprs[bundle->ctpr];
    return pc + (uint64_t)bundle->displacement;
}

static void compare(const struct e2k_machine *machine, const struct bundle_model *model,
                    const struct overlay *overlay)
{
    for (unsigned n = 0; n < E2K_REGISTERS; n++)
        REQUIRE(machine->values[n] == model->registers[n]);
    for (unsigned n = 0; n < E2K_PREDICATES; n++)
        REQUIRE(machine->predicates[n] == model->predicates[n]);
    for (unsigned i = 0; i < overlay->count; i++)
        REQUIRE(machine->ram[overlay->bytes[i].address] == overlay->bytes[i].value);
}

enum e2k_stop bundle_check_step(struct e2k_machine *machine)
{
    struct overlay overlay = {.machine = machine};
    struct bundle_model model = {.byte = byte_at, .context = &overlay};
    struct e2k_bundle bundle;
    int length = read_bundle(machine, &bundle);
    uint64_t pc = machine->pc;
    enum e2k_stop stop;
    bool taken;

    if (length <= 0) {
        stop = e2k_machine_run(machine, 1);
        REQUIRE(stop != E2K_STOP_LIMIT);
        return stop;
    }
    memcpy(model.registers, machine->values, sizeof model.registers);
    for (unsigned n = 0; n < E2K_PREDICATES; n++)
        model.predicates[n] = machine->predicates[n];
    taken = bundle_model_execute(&model, &bundle);
    stop = e2k_machine_run(machine, 1);
    if (stop != E2K_STOP_LIMIT)
        return stop;
    REQUIRE(!model.refused);
    if (!model.elsewhere)
        compare(machine, &model, &overlay);
    REQUIRE(machine->pc == next_address(machine, &bundle, pc, length, taken));
    return stop;
}

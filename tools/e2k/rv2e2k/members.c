/* members.c - whether operations fit into one bundle, and in which channels.
 *
 * What fits is what the encoder can encode: the operations are put into a bundle with
 * register and predicate numbers that only stand for the final ones.
 *
 * SPDX-License-Identifier: MIT */
#include "schedule.h"

#include <string.h>

/* Channels from the one with the fewest other uses on. */
static const uint8_t preference[E2K_CHANNELS] = {1, 4, 0, 3, 2, 5};

/* The order in which ops choose: ordered accesses as in the program, since their channels
 * must ascend, then those with the least choice. */
static int rank(const struct op *op)
{
    if (op->ordered)
        return 0;
    switch (e2k_channels(op->opcode)) {
    case 0x20:
        return 1; /* division */
    case 0x3f:
        return 4;
    default:
        return op->lookup ? 2 : 3;
    }
}

static void sort(const struct region *region, const struct bundle_members *members,
                 int order[E2K_CHANNELS])
{
    for (int i = 0; i < members->count; i++) {
        int at = i;

        while (at > 0 && rank(&region->ops[order[at - 1]]) > rank(&region->ops[members->ops[i]])) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = members->ops[i];
    }
}

/* A store takes the load port of the channel opposite: 2 that of 3, and 5 that of 0. */
static bool takes_port(const struct op *store, int store_channel, const struct op *load,
                       int load_channel)
{
    return e2k_is_store(store->opcode) && e2k_is_load(load->opcode) &&
           ((store_channel == 2 && load_channel == 3) || (store_channel == 5 && load_channel == 0));
}

/* Whether ORDER[INDEX] in its channel and one before it need the same port. */
static bool ports_clash(const struct region *region, const int *order, const int *channels,
                        int index)
{
    const struct op *op = &region->ops[order[index]];

    for (int i = 0; i < index; i++) {
        const struct op *other = &region->ops[order[i]];

        if (takes_port(op, channels[index], other, channels[i]) ||
            takes_port(other, channels[i], op, channels[index]))
            return true;
    }
    return false;
}

/* Gives ORDER[INDEX] and those behind it channels of the FREE ones.  FLOOR: channels from
 * this one on are open to ordered accesses. */
static bool choose(const struct region *region, const int *order, int index, int count,
                   unsigned free, int floor, int channels[E2K_CHANNELS])
{
    const struct op *op;

    if (index == count)
        return true;
    op = &region->ops[order[index]];
    for (int i = 0; i < E2K_CHANNELS; i++) {
        int channel = op->ordered ? i : preference[i];

        if ((free & e2k_channels(op->opcode) & 1u << channel) == 0 ||
            (op->ordered && channel < floor))
            continue;
        channels[index] = channel;
        if (ports_clash(region, order, channels, index))
            continue;
        if (choose(region, order, index + 1, count, free & ~(1u << channel),
                   op->ordered ? channel + 1 : floor, channels))
            return true;
    }
    return false;
}

/* Numbers that stand for predicates: equal ones for equal values. */
struct stand_ins {
    int values[2 * E2K_CHANNELS + 1];
    uint8_t count;
};

static struct e2k_condition condition_of(struct stand_ins *names, struct condition condition)
{
    uint8_t i = 0;

    if (condition.value < 0)
        return (struct e2k_condition){0};
    while (i < names->count && names->values[i] != condition.value)
        i++;
    if (i == names->count)
        names->values[names->count++] = condition.value;
    return (struct e2k_condition){.used = true, .negated = condition.negated, .predicate = i};
}

static struct e2k_operand operand_of(const struct operand *operand)
{
    return operand->is_value
               ? (struct e2k_operand){.is_register = true, .reg = E2K_REG_SCRATCH_FIRST}
               : (struct e2k_operand){.value = operand->constant};
}

/* A number for what OP in CHANNEL writes that no other channel's op writes. */
static uint8_t result_of(const struct region *region, const struct op *op, int channel)
{
    if (op->dst < 0)
        return E2K_REG_SCRATCH_FIRST;
    switch (region->values[op->dst].place) {
    case PLACE_PREDICATE:
    case PLACE_STOPS:
        return (uint8_t)(E2K_PREDICATES - 1 - channel);
    case PLACE_CTPR:
        return region->values[op->dst].number;
    default:
        return (uint8_t)(E2K_REG_SCRATCH_FIRST + 1 + channel);
    }
}

static bool encodes(const struct region *region, const struct bundle_members *members,
                    const int *order, const int *channels)
{
    struct e2k_bundle bundle = {0};
    struct stand_ins names = {.count = 0};
    uint32_t words[E2K_WORDS_MAX];

    for (int i = 0; i < members->count; i++) {
        const struct op *op = &region->ops[order[i]];

        bundle.ops[channels[i]] = (struct e2k_op){
            .opcode = op->opcode,
            .src1 = operand_of(&op->src1),
            .src2 = operand_of(&op->src2),
            .dst = result_of(region, op, channels[i]),
            .only_if = condition_of(&names, op->only_if),
            .merge = condition_of(&names, op->merge),
        };
    }
    if (members->exit >= 0) {
        const struct exit *exit = &region->exits[members->exit];

        bundle.transfer = exit->kind == EXIT_JUMP ? E2K_CT : E2K_IBRANCH;
        bundle.ctpr = exit->kind == EXIT_JUMP ? exit->ctpr : 0;
        bundle.taken_if = condition_of(&names, exit->taken_if);
    }
    return e2k_encode(&bundle, words) > 0;
}

/* Whether MEMBERS make a bundle; the order and the channels are then in ORDER, CHANNELS. */
static bool fits(const struct region *region, const struct bundle_members *members,
                 int order[E2K_CHANNELS], int channels[E2K_CHANNELS])
{
    sort(region, members, order);
    return choose(region, order, 0, members->count, 0x3f, 0, channels) &&
           encodes(region, members, order, channels);
}

/* An access of the program must not be taken for the lookup of a jump target when it faults:
 * what the map says of a bundle, it says of all its accesses. */
static bool is_ambiguous(const struct region *region, const struct bundle_members *members,
                         int index)
{
    const struct op *op = &region->ops[index];

    for (int i = 0; i < members->count; i++) {
        const struct op *other = &region->ops[members->ops[i]];

        if ((op->lookup && other->ordered) || (op->ordered && other->lookup))
            return true;
    }
    return false;
}

bool bundle_add(const struct region *region, struct bundle_members *members, int index)
{
    int order[E2K_CHANNELS], channels[E2K_CHANNELS];

    if (members->count == E2K_CHANNELS || is_ambiguous(region, members, index))
        return false;
    members->ops[members->count++] = index;
    if (fits(region, members, order, channels))
        return true;
    members->count--;
    return false;
}

bool bundle_add_exit(const struct region *region, struct bundle_members *members, int exit)
{
    int order[E2K_CHANNELS], channels[E2K_CHANNELS];

    if (members->exit >= 0)
        return false;
    members->exit = exit;
    if (fits(region, members, order, channels))
        return true;
    members->exit = -1;
    return false;
}

void bundle_settle(struct region *region, const struct bundle_members *members)
{
    int order[E2K_CHANNELS], channels[E2K_CHANNELS];

    fits(region, members, order, channels);
    for (int i = 0; i < members->count; i++)
        region->ops[order[i]].channel = channels[i];
}

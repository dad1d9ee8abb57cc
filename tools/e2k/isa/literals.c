/* literals.c - finds room for the constants of a bundle in four words of literals.
 *
 * A search with backtracking over all placings, the number of words ascending: six values
 * at most, of six placings each, and most are refused at once.  Literals may overlap where
 * their bits are equal, so that whatever fits in any way is found.
 *
 * SPDX-License-Identifier: MIT */
#include "isa/literals.h"

#include <string.h>

#define HALVES (2 * LITERAL_WORDS)

#define PLACE(form, n) (uint8_t)(FIELD_LITERAL | (form) << 2 | (n))
#define PLACES_MAX     6

/* The literal words while they fill: half 2n is the low half of LTSn. */
struct room {
    uint16_t halves[HALVES];
    uint8_t taken; /* a bit a half */
};

struct places {
    uint8_t count;
    uint8_t fields[PLACES_MAX];
};

/* Large forms go to the high words: halves of 16 bits exist in LTS0 and LTS1 only. */
static const struct places places_of_16 = {6,
                                           {PLACE(LITERAL_LOW16, 0), PLACE(LITERAL_HIGH16, 0),
                                            PLACE(LITERAL_LOW16, 1), PLACE(LITERAL_HIGH16, 1),
                                            PLACE(LITERAL_32, 2), PLACE(LITERAL_32, 3)}};
static const struct places places_of_32 = {
    4, {PLACE(LITERAL_32, 3), PLACE(LITERAL_32, 2), PLACE(LITERAL_32, 1), PLACE(LITERAL_32, 0)}};
static const struct places places_of_64 = {
    3, {PLACE(LITERAL_64, 2), PLACE(LITERAL_64, 1), PLACE(LITERAL_64, 0)}};

/* A value that needs room, and where the search has it at the moment. */
struct value {
    int64_t value;
    const struct places *places;
    unsigned choice;
};

struct search {
    struct value values[E2K_CHANNELS];
    struct room rooms[E2K_CHANNELS + 1]; /* [n]: before value n is placed */
    unsigned count;
};

static const struct places *places_for(int64_t value)
{
    if (value == (int16_t)value)
        return &places_of_16;
    return value == (int32_t)value ? &places_of_32 : &places_of_64;
}

/* Puts COUNT halves of BITS into ROOM from half FIRST on.  False: they are taken. */
static bool room_put(struct room *room, unsigned first, unsigned count, uint64_t bits)
{
    for (unsigned n = first; n < first + count; n++, bits >>= 16) {
        if ((room->taken >> n & 1) && room->halves[n] != (uint16_t)bits)
            return false;
        room->halves[n] = (uint16_t)bits;
        room->taken |= (uint8_t)(1u << n);
    }
    return true;
}

/* Puts VALUE where FIELD says, if that is within LIMIT words. */
static bool room_place(struct room *room, int64_t value, unsigned field, unsigned limit)
{
    static const uint8_t lengths[] = {1, 1, 2, 4};
    unsigned form = field >> 2 & 3;
    unsigned first = 2 * (field & 3) + (form == LITERAL_HIGH16);

    return first + lengths[form] <= 2 * limit &&
           room_put(room, first, lengths[form], (uint64_t)value);
}

/* Places value AT at its current choice or one behind it. */
static bool search_place(struct search *s, unsigned at, unsigned limit)
{
    struct value *v = &s->values[at];

    for (; v->choice < v->places->count; v->choice++) {
        s->rooms[at + 1] = s->rooms[at];
        if (room_place(&s->rooms[at + 1], v->value, v->places->fields[v->choice], limit))
            return true;
    }
    return false;
}

static bool search_run(struct search *s, unsigned limit)
{
    unsigned at = 0;

    s->values[0].choice = 0;
    while (at < s->count) {
        if (search_place(s, at, limit)) {
            at++;
            if (at < s->count)
                s->values[at].choice = 0;
        } else if (at == 0) {
            return false;
        } else {
            s->values[--at].choice++;
        }
    }
    return true;
}

/* Adds VALUE unless it is there, the largest forms first. */
static void search_add(struct search *s, int64_t value)
{
    struct value new = {.value = value, .places = places_for(value)};
    unsigned at = s->count;

    for (unsigned n = 0; n < s->count; n++) {
        if (s->values[n].value == value)
            return;
    }
    for (; at > 0 && s->values[at - 1].places->count > new.places->count; at--)
        s->values[at] = s->values[at - 1];
    s->values[at] = new;
    s->count++;
}

static uint8_t search_field(const struct search *s, int64_t value)
{
    unsigned n = 0;

    if (value >= 0 && value < SRC2_CONSTANTS)
        return (uint8_t)(FIELD_CONSTANT | (unsigned)value);
    while (s->values[n].value != value)
        n++;
    return s->values[n].places->fields[s->values[n].choice];
}

static bool has_constant(const struct e2k_op *op)
{
    return op->opcode != E2K_NONE && !op->src2.is_register;
}

static void write_result(const struct search *s, const struct e2k_bundle *bundle,
                         struct e2k_literals *literals)
{
    const struct room *room = &s->rooms[s->count];

    memset(literals->fields, 0, sizeof literals->fields);
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        if (has_constant(&bundle->ops[n]))
            literals->fields[n] = search_field(s, bundle->ops[n].src2.value);
    }
    for (unsigned n = 0; n < LITERAL_WORDS; n++)
        literals->words[n] = room->halves[2 * n] | (uint32_t)room->halves[2 * n + 1] << 16;
}

int e2k_literals_place(const struct e2k_bundle *bundle, struct e2k_literals *literals)
{
    struct search s = {0};

    if (bundle->window)
        room_put(&s.rooms[0], 0, 2, (uint64_t)(bundle->window / 2) << SETWD_SHIFT | SETWD_NFX);
    for (unsigned n = 0; n < E2K_CHANNELS; n++) {
        int64_t value = bundle->ops[n].src2.value;

        if (has_constant(&bundle->ops[n]) && (value < 0 || value >= SRC2_CONSTANTS))
            search_add(&s, value);
    }
    literals->count = bundle->window != 0;
    while (!search_run(&s, literals->count)) {
        if (++literals->count > LITERAL_WORDS)
            return E2K_FAULT_LITERALS;
    }
    write_result(&s, bundle, literals);
    return 0;
}

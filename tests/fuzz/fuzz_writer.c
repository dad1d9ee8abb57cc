/* fuzz_writer.c - the writer against jansson and a slow printer (reference_text.c).
 *
 * The bytes of an input choose what is written: values in objects and arrays, one or some of them a
 * piece, into a small buffer that is emptied now and then.  A piece that does not fit is taken back
 * and written again, as a session does, and so is now and then one that did.  Checked: no byte of
 * the buffer's others changes; a piece goes into an empty buffer that is large enough; all that
 * left, one piece after another, is JSON in ASCII that jansson reads as the values that were
 * written, and is to the byte what the slow printer makes of them, on one line and pretty.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include <jansson.h>

#include "oracle.h"
#include "qmp/writer.h"
#include "reference_text.h"
#include "writer_op.h"

enum {
    DEPTH_MAX = 40,
    OPS_MAX = 6, /* of a piece */
    SLACK = 12   /* json_write_escaped() wants that much for a character */
};

static struct {
    struct choices choices;
    struct json_writer writer;
    bool pretty;
    char *out; /* what has left the buffer */
    size_t length, room;
    json_t *open[DEPTH_MAX + 1], *root; /* what was written */
} world;

/* ----------------------------------------------------------------------- buffer */

/* The port takes SIZE bytes. */
static void drain(uint32_t size)
{
    struct json_writer *w = &world.writer;

    if (world.length + size + 1 > world.room) {
        world.room = 2 * (world.length + size + 1);
        world.out = realloc(world.out, world.room);
        REQUIRE(world.out);
    }
    memcpy(world.out + world.length, w->buffer, size);
    world.length += size;
    memmove(w->buffer, w->buffer + size, w->length - size);
    w->length -= size;
}

/* A buffer of exactly SIZE bytes, to see a step past its end. */
static void resize(uint32_t size)
{
    char *buffer = malloc(size ? size : 1);

    REQUIRE(buffer && world.writer.length <= size);
    if (world.writer.length)
        memcpy(buffer, world.writer.buffer, world.writer.length);
    free(world.writer.buffer);
    world.writer.buffer = buffer;
    world.writer.size = size;
}

/* ------------------------------------------------------------------------- ops */

/* The key of member number KEYS, or NULL in an array. */
static const char *key_of(char bracket, unsigned keys, char key[16])
{
    snprintf(key, 16, "key-%u", keys);
    return bracket == '}' ? key : NULL;
}

static void write_escaped(struct json_writer *w, const char *key, const struct op *op)
{
    struct json_span rest = {op->bytes, (uint32_t)op->size};

    json_write_key(w, key);
    json_write_text(w, "\"");
    if (w->overflow)
        return;
    json_write_escaped(w, &rest);
    REQUIRE(rest.length == 0 || w->size - w->length < SLACK);
    if (rest.length)
        w->overflow = true;
    json_write_text(w, "\"");
}

static void write_canonical(struct json_writer *w, const char *key, const struct op *op)
{
    struct json_span rest = {op->bytes, (uint32_t)op->size};
    bool in_string = false;

    json_write_key(w, key);
    if (w->overflow)
        return;
    json_write_canonical(w, &rest, &in_string);
    REQUIRE(rest.length == 0 || world.pretty || w->size - w->length < SLACK);
    if (rest.length)
        w->overflow = true;
    else
        REQUIRE(!in_string);
}

static void write_op(struct json_writer *w, const char *key, const struct op *op, char bracket)
{
    switch (op->kind) {
    case BEGIN_OBJECT:
    case BEGIN_ARRAY:
        json_write_begin(w, key, op->kind == BEGIN_OBJECT ? '{' : '[');
        break;
    case END:
        json_write_end(w, bracket);
        break;
    case STRING:
        json_write_string(w, key, op->bytes);
        break;
    case INT:
        json_write_int(w, key, (int64_t)op->number);
        break;
    case UINT:
        json_write_uint(w, key, op->number);
        break;
    case BOOLEAN:
        json_write_bool(w, key, op->number & 1);
        break;
    case NOTHING:
        json_write_key(w, key);
        json_write_text(w, "null");
        break;
    case ESCAPED:
        write_escaped(w, key, op);
        break;
    default:
        write_canonical(w, key, op);
        break;
    }
}

/* Where the writer is, before a piece and inside it. */
struct place {
    /* Those that close what is open. */
    char brackets[DEPTH_MAX + 1];
    unsigned depth, keys;
};

static void move(struct place *p, const struct op *op)
{
    p->keys++;
    if (op->kind <= BEGIN_ARRAY)
        p->brackets[p->depth++] = op->kind == BEGIN_OBJECT ? '}' : ']';
    else if (op->kind == END)
        p->depth--;
}

static void model_op(const struct op *op, const struct place *p)
{
    json_t *parent = p->depth ? world.open[p->depth - 1] : NULL, *value;
    char key[16];

    if (op->kind == END)
        return;
    value = op_value(op);
    REQUIRE(value);
    if (op->kind <= BEGIN_ARRAY)
        world.open[p->depth] = value;
    if (!parent)
        world.root = value;
    else if (key_of(p->brackets[p->depth - 1], p->keys, key))
        json_object_set_new(parent, key, value);
    else
        json_array_append_new(parent, value);
}

/* ---------------------------------------------------------------------- pieces */

static void write_piece(const struct op *ops, unsigned count, struct place p)
{
    for (unsigned i = 0; i < count; i++) {
        char bracket = p.depth ? p.brackets[p.depth - 1] : 0, key[16];

        write_op(&world.writer, key_of(ops[i].kind == END ? 0 : bracket, p.keys, key), &ops[i],
                 bracket);
        move(&p, &ops[i]);
    }
}

/* Writes a piece as often as it takes. */
static void insist(const struct op *ops, unsigned count, const struct place *p)
{
    struct json_writer *w = &world.writer;
    bool again = choose(&world.choices, 8) == 7; /* taken back although it fits */
    uint32_t refused = 0; /* size of the empty buffer that it did not go into */

    for (;;) {
        struct json_mark mark = json_writer_mark(w);
        char *before = malloc(w->length + 1);

        REQUIRE(before);
        memcpy(before, w->buffer, w->length);
        write_piece(ops, count, *p);
        REQUIRE(w->length <= w->size && w->length >= mark.length);
        REQUIRE(memcmp(before, w->buffer, mark.length) == 0);
        free(before);
        if (!w->overflow && !again) {
            REQUIRE(world.pretty || w->length - mark.length + SLACK > refused);
            return;
        }
        if (!w->overflow) {
            again = false;
        } else if (mark.length == 0) {
            refused = w->size;
            w->length = 0;
            resize(2 * w->size + 1);
        }
        json_writer_rewind(w, mark);
        REQUIRE(w->length == mark.length && !w->overflow);
        drain(choose(&world.choices, 2) ? w->length : (w->length + 1) / 2);
    }
}

/* TEXT behind KEY, as a piece of its own. */
static void insist_on_text(bool with_key, const char *key, const char *text)
{
    struct json_writer *w = &world.writer;

    for (struct json_mark mark = json_writer_mark(w);; mark = json_writer_mark(w)) {
        if (with_key)
            json_write_key(w, key);
        json_write_text(w, text);
        if (!w->overflow)
            return;
        json_writer_rewind(w, mark);
        if (w->length == 0)
            resize(2 * w->size + 1);
        drain(w->length);
    }
}

/* A value of any length: what fits is kept, and the port is waited for. */
static void stream(const struct op *op, const struct place *p)
{
    struct json_writer *w = &world.writer;
    struct json_span rest = {op->bytes, (uint32_t)op->size};
    char bracket = p->brackets[p->depth - 1], key[16];
    bool in_string = false;

    insist_on_text(true, key_of(bracket, p->keys, key), op->kind == ESCAPED ? "\"" : "");
    while (rest.length) {
        uint32_t left = rest.length, length = w->length;

        if (op->kind == ESCAPED)
            json_write_escaped(w, &rest);
        else
            json_write_canonical(w, &rest, &in_string);
        REQUIRE(!w->overflow && w->length <= w->size && w->length >= length);
        REQUIRE(rest.length == 0 || world.pretty || w->size - w->length < SLACK);
        if (rest.length == left && w->length == length && length == 0)
            resize(2 * w->size + 1);
        drain(choose(&world.choices, 2) ? w->length / 2 : w->length);
    }
    REQUIRE(!in_string);
    if (op->kind == ESCAPED)
        insist_on_text(false, NULL, "\"");
}

static void write_all(void)
{
    struct place p = {.depth = 0};

    do {
        struct place inside = p;
        struct op ops[OPS_MAX] = {{0}};
        unsigned count = 0, wanted = 1 + choose(&world.choices, OPS_MAX);

        while (count < wanted && (count == 0 || inside.depth > 0)) {
            struct op op = next_op(&world.choices, inside.depth == DEPTH_MAX);

            if (inside.depth == 0)
                op.kind = choose(&world.choices, 2) ? BEGIN_ARRAY : BEGIN_OBJECT;
            move(&inside, &op);
            ops[count++] = op;
        }
        if (p.depth > 0 && count == 1 && ops[0].kind >= ESCAPED)
            stream(&ops[0], &p);
        else
            insist(ops, count, &p);
        for (unsigned i = 0; i < count; i++) {
            model_op(&ops[i], &p);
            move(&p, &ops[i]);
            free(ops[i].bytes);
        }
        if (choose(&world.choices, 4) == 3)
            drain(choose(&world.choices, world.writer.length + 1));
    } while (p.depth > 0);
    drain(world.writer.length);
}

static void check_all(void)
{
    size_t size, exact_size;
    char *expected = reference_text(world.root, world.pretty, &size);
    char *exact = oracle_exactly(world.out, world.length, &exact_size);
    json_t *value = json_loadb(exact, exact_size, JSON_REJECT_DUPLICATES, NULL);

    for (size_t i = 0; i < world.length; i++)
        REQUIRE((world.out[i] >= ' ' && world.out[i] <= '~') ||
                (world.pretty && (world.out[i] == '\r' || world.out[i] == '\n')));
    REQUIRE(oracle_ask(world.out, world.length) != ORACLE_REFUSES);
    if (!value || size != world.length || memcmp(expected, world.out, size) != 0)
        fprintf(stderr, "%.*s\nexpected:\n%s\n", (int)world.length, world.out, expected);
    REQUIRE(value && json_equal(value, world.root));
    REQUIRE(size == world.length && memcmp(expected, world.out, size) == 0);
    json_decref(value);
    free(exact);
    free(expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const uint16_t sizes[] = {4096, 0, 1, 11, 12, 13, 24, 40, 64, 100, 512};

    memset(&world, 0, sizeof world);
    world.choices = (struct choices){data, data + size};
    world.pretty = choose(&world.choices, 2);
    json_writer_init(&world.writer, NULL, 0);
    json_writer_set_pretty(&world.writer, world.pretty);
    resize(sizes[choose(&world.choices, sizeof sizes / sizeof sizes[0])]);
    write_all();
    check_all();
    free(world.writer.buffer);
    free(world.out);
    json_decref(world.root);
    return 0;
}

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

enum {
    DEPTH_MAX = 40,
    OPS_MAX = 6, /* of a piece */
    SLACK = 12   /* json_write_escaped() wants that much for a character */
};

/* One call of the writer, or two that belong together. */
enum kind {
    BEGIN_OBJECT,
    BEGIN_ARRAY,
    END,
    STRING,
    INT,
    UINT,
    BOOLEAN,
    NOTHING,
    ESCAPED,
    CANONICAL
};

struct op {
    enum kind kind;
    uint64_t number;
    char *bytes; /* STRING: with its NUL; ESCAPED; CANONICAL: a whole value */
    size_t size;
};

static struct {
    const uint8_t *at, *end; /* what chooses */
    struct json_writer writer;
    bool pretty;
    char *out; /* what has left the buffer */
    size_t length, room;
    json_t *open[DEPTH_MAX + 1], *root; /* what was written */
} world;

static unsigned choose(unsigned most)
{
    return (world.at < world.end ? *world.at++ : 0) % most;
}

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

/* Any bytes, sequences of UTF-8 at the edges of what is one among them. */
static void set_bytes(struct op *op, bool with_nul)
{
    static const char *const sequences[] = {
        "\xC3\xA9",         "\xF0\x9D\x84\x9E", "\xF4\x8F\xBF\xBD", "\xF0\x90\x80\x80",
        "\xC0\x80",         "\xC1\xBF",         "\xED\xA0\x80",     "\xED\x9F\xBF",
        "\xEE\x80\x80",     "\xEF\xBF\xBE",     "\xEF\xB7\x90",     "\xF4\x90\x80\x80",
        "\xF0\x8F\xBF\xBF", "\xE0\x9F\xBF",     "\xE2\x82",         "\xF0\x9D\x84"};
    size_t size = choose(4) == 3 ? choose(200) : choose(12);
    char *to;

    op->bytes = malloc(size + 5);
    REQUIRE(op->bytes);
    for (to = op->bytes; to < op->bytes + size;) {
        uint8_t byte = (uint8_t)choose(256);

        if (byte >= 0xF8)
            to = stpcpy(to, sequences[choose(sizeof sequences / sizeof sequences[0])]);
        else
            *to++ = (char)(byte || !with_nul ? byte : '.');
    }
    *to = '\0';
    op->size = (size_t)(to - op->bytes);
    op->bytes = realloc(op->bytes, with_nul ? op->size + 1 : op->size ? op->size : 1);
}

/* A value in the framer's canonical form: strings of sound characters, in nested lists. */
static void set_canonical(struct op *op)
{
    static const char *const parts[] = {"\"\"",
                                        "-12.5e+7",
                                        "true",
                                        "\"a\\\\\\\"b\"",
                                        "\"\x01\n\xC0\x80\x7F\"",
                                        "null",
                                        "\"\xC3\xA9\xF0\x9D\x84\x9E\"",
                                        "{}",
                                        "[]",
                                        "18446744073709551616",
                                        "[1,[2],3]",
                                        "{\"a\":1,\"b\":[]}",
                                        "\"{[,:]}\""};
    char *text = NULL;
    unsigned depth = choose(12), count = 1 + choose(4);
    FILE *out = open_memstream(&text, &op->size);

    REQUIRE(out);
    for (unsigned i = 0; i < depth; i++)
        fputs(i % 2 ? "{\"k\":" : "[", out);
    for (unsigned i = 0; i < count && (i == 0 || depth % 2); i++)
        fprintf(out, "%s%s", i ? "," : "", parts[choose(sizeof parts / sizeof parts[0])]);
    while (depth-- > 0)
        fputs(depth % 2 ? "}" : "]", out);
    REQUIRE(fclose(out) == 0);
    op->bytes = realloc(text, op->size);
}

static struct op next_op(unsigned depth)
{
    static const enum kind kinds[] = {END, END,  END,     BEGIN_OBJECT, BEGIN_ARRAY, STRING,
                                      INT, UINT, BOOLEAN, NOTHING,      ESCAPED,     CANONICAL};
    struct op op = {.kind = world.at == world.end ? END
                                                  : kinds[choose(sizeof kinds / sizeof kinds[0])]};

    if (op.kind <= BEGIN_ARRAY && depth == DEPTH_MAX)
        op.kind = NOTHING;
    if (op.kind == STRING || op.kind == ESCAPED)
        set_bytes(&op, op.kind == STRING);
    if (op.kind == CANONICAL)
        set_canonical(&op);
    if (op.kind == INT || op.kind == UINT || op.kind == BOOLEAN)
        for (unsigned i = choose(9); i > 0; i--)
            op.number = op.number << 8 | choose(256);
    return op;
}

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

/* ----------------------------------------------------------------------- model */

static json_t *string_value(const struct op *op)
{
    char *text = reference_characters(op->bytes, op->size), *marked = NULL;
    json_t *value;

    REQUIRE(asprintf(&marked, "S%s", text) > 0);
    value = json_string_nocheck(marked);
    free(text);
    free(marked);
    return value;
}

static json_t *value_of(const struct op *op)
{
    size_t size;
    char *exact;
    json_t *value;

    switch (op->kind) {
    case BEGIN_OBJECT:
        return json_object();
    case BEGIN_ARRAY:
        return json_array();
    case STRING:
    case ESCAPED:
        return string_value(op);
    case INT:
        return json_sprintf("N%" JSON_INTEGER_FORMAT, (json_int_t)op->number);
    case UINT:
        return json_sprintf("N%llu", (unsigned long long)op->number);
    case BOOLEAN:
        return json_boolean(op->number & 1);
    case CANONICAL:
        exact = oracle_canonical(op->bytes, op->size, &size);
        value = json_loadb(exact, size, JSON_DECODE_ANY, NULL);
        free(exact);
        return value;
    default:
        return json_null();
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
    value = value_of(op);
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
    bool again = choose(8) == 7; /* taken back although it fits */
    uint32_t refused = 0;        /* size of the empty buffer that it did not go into */

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
        drain(choose(2) ? w->length : (w->length + 1) / 2);
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
        drain(choose(2) ? w->length / 2 : w->length);
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
        unsigned count = 0, wanted = 1 + choose(OPS_MAX);

        while (count < wanted && (count == 0 || inside.depth > 0)) {
            struct op op = next_op(inside.depth);

            if (inside.depth == 0)
                op.kind = choose(2) ? BEGIN_ARRAY : BEGIN_OBJECT;
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
        if (choose(4) == 3)
            drain(choose(world.writer.length + 1));
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
    world.at = data;
    world.end = data + size;
    world.pretty = choose(2);
    json_writer_init(&world.writer, NULL, 0);
    json_writer_set_pretty(&world.writer, world.pretty);
    resize(sizes[choose(sizeof sizes / sizeof sizes[0])]);
    write_all();
    check_all();
    free(world.writer.buffer);
    free(world.out);
    json_decref(world.root);
    return 0;
}

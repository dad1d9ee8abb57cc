/* writer_op.c - what fuzz_writer.c has written.
 *
 * SPDX-License-Identifier: MIT */
#include "writer_op.h"

#include "fuzz.h"

#include "oracle.h"
#include "reference_text.h"

/* Any bytes, sequences of UTF-8 at the edges of what is one among them. */
static void set_bytes(struct op *op, struct choices *c, bool with_nul)
{
    static const char *const sequences[] = {
        "\xC3\xA9",         "\xF0\x9D\x84\x9E", "\xF4\x8F\xBF\xBD", "\xF0\x90\x80\x80",
        "\xC0\x80",         "\xC1\xBF",         "\xED\xA0\x80",     "\xED\x9F\xBF",
        "\xEE\x80\x80",     "\xEF\xBF\xBE",     "\xEF\xB7\x90",     "\xF4\x90\x80\x80",
        "\xF0\x8F\xBF\xBF", "\xE0\x9F\xBF",     "\xE2\x82",         "\xF0\x9D\x84"};
    size_t size = choose(c, 4) == 3 ? choose(c, 200) : choose(c, 12);
    char *to;

    op->bytes = malloc(size + 5);
    REQUIRE(op->bytes);
    for (to = op->bytes; to < op->bytes + size;) {
        uint8_t byte = (uint8_t)choose(c, 256);

        if (byte >= 0xF8)
            to = stpcpy(to, sequences[choose(c, sizeof sequences / sizeof sequences[0])]);
        else
            *to++ = (char)(byte || !with_nul ? byte : '.');
    }
    *to = '\0';
    op->size = (size_t)(to - op->bytes);
    op->bytes = realloc(op->bytes, with_nul ? op->size + 1 : op->size ? op->size : 1);
}

/* A value in the framer's canonical form: strings of sound characters, in nested lists. */
static void set_canonical(struct op *op, struct choices *c)
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
    unsigned depth = choose(c, 12), count = 1 + choose(c, 4);
    FILE *out = open_memstream(&text, &op->size);

    REQUIRE(out);
    for (unsigned i = 0; i < depth; i++)
        fputs(i % 2 ? "{\"k\":" : "[", out);
    for (unsigned i = 0; i < count && (i == 0 || depth % 2); i++)
        fprintf(out, "%s%s", i ? "," : "", parts[choose(c, sizeof parts / sizeof parts[0])]);
    while (depth-- > 0)
        fputs(depth % 2 ? "}" : "]", out);
    REQUIRE(fclose(out) == 0);
    op->bytes = realloc(text, op->size);
}

struct op next_op(struct choices *c, bool deepest)
{
    static const enum kind kinds[] = {END, END,  END,     BEGIN_OBJECT, BEGIN_ARRAY, STRING,
                                      INT, UINT, BOOLEAN, NOTHING,      ESCAPED,     CANONICAL};
    struct op op = {.kind =
                        c->at == c->end ? END : kinds[choose(c, sizeof kinds / sizeof kinds[0])]};

    if (op.kind <= BEGIN_ARRAY && deepest)
        op.kind = NOTHING;
    if (op.kind == STRING || op.kind == ESCAPED)
        set_bytes(&op, c, op.kind == STRING);
    if (op.kind == CANONICAL)
        set_canonical(&op, c);
    if (op.kind == INT || op.kind == UINT || op.kind == BOOLEAN)
        for (unsigned i = choose(c, 9); i > 0; i--)
            op.number = op.number << 8 | choose(c, 256);
    return op;
}

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

json_t *op_value(const struct op *op)
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

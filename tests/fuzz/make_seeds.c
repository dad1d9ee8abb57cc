/* make_seeds.c - the dictionary and the first inputs of the fuzz targets, out of the schema.
 *
 *     make_seeds FOLDER      writes FOLDER/qmp.dict and FOLDER/seeds/SUBJECT/..., which exist
 *
 * The build does it whenever the schema has changed.  What is no word of the schema's but trouble
 * to parsers stands here, in `trouble`.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "own_schema.h"
#include "sample_value.h"
#include "qmp/line_check.h"
#include "qmp/schema.h"

#define VARIANTS 4 /* of the arguments of a command */
#define TOGETHER 6 /* commands in a conversation */

static const char *folder;

static FILE *create(const char *format, const char *name, unsigned number)
{
    char inner[200], path[4096];
    FILE *out;

    snprintf(inner, sizeof inner, format, name, number);
    REQUIRE(snprintf(path, sizeof path, "%s/%s", folder, inner) < (int)sizeof path);
    out = fopen(path, "wb");
    if (!out)
        perror(path);
    REQUIRE(out);
    return out;
}

static void finish(FILE *out)
{
    REQUIRE(fclose(out) == 0);
}

/* ------------------------------------------------------------------ dictionary */

static void put_word(FILE *out, const char *text)
{
    fputc('"', out);
    for (const uint8_t *at = (const uint8_t *)text; *at; at++) {
        if (*at == '"' || *at == '\\')
            fprintf(out, "\\%c", *at);
        else if (*at >= ' ' && *at <= '~')
            fputc(*at, out);
        else
            fprintf(out, "\\x%02X", *at);
    }
    fputs("\"\n", out);
}

static void put_words(FILE *out, const char *format, const char *name)
{
    char text[200];

    snprintf(text, sizeof text, format, name);
    put_word(out, text);
}

/* Keys and values of a type alone: those it refers to are listed themselves. */
static void put_type(FILE *out, const struct qmp_type *type)
{
    if (type->meta == QMP_OBJECT)
        for (unsigned i = 0; i < type->count; i++)
            put_words(out, "\"%s\":", type->members[i].name);
    if (type->meta == QMP_ENUM)
        for (unsigned i = 0; i < type->count; i++)
            put_words(out, "\"%s\"", type->values[i]);
}

static void put_schema(FILE *out, const struct qmp_schema *schema)
{
    for (unsigned i = 0; i < schema->command_count; i++) {
        const struct qmp_command *c = &schema->commands[i];

        put_word(out, c->name);
        put_words(out, c->flags & QMP_ALLOW_OOB ? "{\"exec-oob\":\"%s\"" : "{\"execute\":\"%s\"",
                  c->name);
    }
    for (unsigned i = 0; i < schema->event_count; i++)
        put_words(out, "\"event\": \"%s\"", schema->events[i].name);
    for (unsigned i = 0; i < schema->type_count; i++)
        put_type(out, schema->types[i]);
}

/* What is no word of the schema's but trouble to parsers. */
/* clang-format off */
static const char *const trouble[] = {
    "\"id\":", "\"exec-oob\":", "1.", "1E5", "1e+", "01", "-", "\"arguments\":{", "\"QMP\":",
    "\"return\":", "\"error\":{\"class\":\"", "\"desc\":\"", "\"timestamp\":{\"seconds\":",
    ",\"check\":\"", ", \"check\": \"", "true", "false", "null", "\\u0000", "\\u00e9",
    "\\ud834\\udd1e", "\\ud834", "\\udc00", "\\uffff", "\\\"", "\\\\", "\\'", "'", "1e400", "-0",
    "0e1", "1.5", "127", "128", "-129", "255", "256", "32768", "65536", "2147483648",
    "4294967296", "9223372036854775807", "9223372036854775808", "-9223372036854775808",
    "-9223372036854775809", "18446744073709551615", "18446744073709551616", "\xFF", "\xFE",
    "\xC0\x80", "\xC3\xA9", "\xF0\x9D\x84\x9E", "\xEF\xBF\xBF", "\x03", "[[[[[[[[", "]]]]]]]]",
    "{\"a\":{\"a\":", "\r\n"};
/* clang-format on */

static void make_dictionary(void)
{
    FILE *out = create("%s", "qmp.dict", 0);

    fputs("# qmp.dict - words of the schema and of its trouble; make_seeds.c writes it.\n", out);
    put_schema(out, &qmp_schema);
    if (own_schema)
        put_schema(out, own_schema);
    for (size_t i = 0; i < sizeof trouble / sizeof trouble[0]; i++)
        put_word(out, trouble[i]);
    fputs("\"\\x00\"\n", out);
    finish(out);
}

/* ----------------------------------------------------------------------- seeds */

/* As fuzz_schema.c reads them: a command, a blank, arguments. */
static void make_schema_seeds(const struct qmp_schema *schema)
{
    for (unsigned i = 0; i < schema->command_count; i++)
        for (unsigned variant = 0; variant < VARIANTS; variant++) {
            const struct qmp_command *c = &schema->commands[i];
            FILE *out;

            if (c->arguments->count == 0 && variant > 0)
                break;
            out = create("seeds/schema/%s-%u", c->name, variant);
            fprintf(out, "%s ", c->name);
            put_arguments(out, c->arguments, variant);
            finish(out);
        }
}

/* A request, with a frame check or a line's end. */
static void put_request(FILE *out, const struct qmp_command *c, unsigned number, bool checked)
{
    char *line = NULL, tail[JSON_CHECK_TAIL];
    size_t size;
    FILE *request = open_memstream(&line, &size);
    bool oob = number % 2 && (c->flags & QMP_ALLOW_OOB || number == TOGETHER - 1);

    REQUIRE(request);
    fprintf(request, "{\"%s\": \"%s\", \"arguments\": ", oob ? "exec-oob" : "execute", c->name);
    put_arguments(request, c->arguments, number);
    fprintf(request, ", \"id\": %u", number);
    finish(request);
    fwrite(line, 1, size, out);
    json_check_tail(json_check_add(JSON_CHECK_BEGIN, line, size), tail);
    if (checked)
        fwrite(tail, 1, sizeof tail, out);
    else
        fputc('}', out);
    fputs("\r\n", out);
    free(line);
}

/* Conversations: capabilities, then some commands. */
static void make_conversations(const char *subject)
{
    static const char *const enable[] = {"", "\"oob\"", "\"agent-frame-check\"",
                                         "\"oob\", \"agent-frame-check\""};
    char format[80];

    snprintf(format, sizeof format, "seeds/%s/%%s-%%u", subject);
    for (unsigned i = 0; i < qmp_schema.command_count; i += TOGETHER) {
        unsigned choice = i / TOGETHER % 4;
        FILE *out = create(format, "conversation", i);

        fprintf(out, "{\"execute\": \"qmp_capabilities\", \"arguments\": {\"enable\": [%s]}}\n",
                enable[choice]);
        for (unsigned k = i; k < i + TOGETHER && k < qmp_schema.command_count; k++)
            put_request(out, &qmp_schema.commands[k], k - i, choice >= 2);
        finish(out);
    }
}

/* Each word where a value may be, a key, and in a string. */
static void make_trouble(void)
{
    for (size_t i = 0; i < sizeof trouble / sizeof trouble[0]; i++) {
        FILE *out = create("seeds/framer/%s-%u", "trouble", (unsigned)i);

        fprintf(out, "[%s]\n{\"key-a\":%s,\"key-b\":1}\n[\"%s\"]\n", trouble[i], trouble[i],
                trouble[i]);
        finish(out);
    }
}

/* Requests that fill a session's store, in the small profile too, before they are executed. */
static void make_long(void)
{
    for (unsigned size = 50; size < 1000; size = size * 3 / 2) {
        FILE *out = create("seeds/session/%s-%u", "long", size);

        fputs("{\"execute\": \"qmp_capabilities\"}\n", out);
        for (unsigned i = 0; i < 8; i++)
            fprintf(out,
                    "{\"execute\": \"agent-memory-write\", "
                    "\"arguments\": {\"address\": %u, \"data\": \"%0*u\"}}\n",
                    i, (int)(size + 7 * i), i);
        finish(out);
    }
}

/* What a server may say, behind the byte that fuzz_libqmp.c begins with. */
static void make_events(void)
{
    for (unsigned i = 0; i < qmp_schema.event_count; i++) {
        const struct qmp_event_type *event = &qmp_schema.events[i];
        FILE *out = create("seeds/libqmp/%s", event->name, 0);

        fprintf(out,
                "%c{\"QMP\": {\"version\": {}, \"capabilities\": [\"oob\"]}}\r\n{\"return\": "
                "{}}\r\n"
                "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"%s\", "
                "\"data\": ",
                (int)i, event->name);
        put_arguments(out, event->data, i);
        fputs("}\r\n", out);
        finish(out);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: make_seeds FOLDER\n");
        return 2;
    }
    folder = argv[1];
    make_dictionary();
    make_schema_seeds(&qmp_schema);
    if (own_schema)
        make_schema_seeds(own_schema);
    make_conversations("session");
    make_conversations("framer");
    make_trouble();
    make_long();
    make_events();
    return 0;
}

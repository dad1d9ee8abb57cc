/* print.c - replies and events, for people or for programs.
 *
 * SPDX-License-Identifier: MIT */
#include "common/print.h"

#include <stdlib.h>

#include "common/show.h"
#include "common/style.h"

enum { INDENT = 2 };

static void new_line(FILE *out, int depth)
{
    fputc('\n', out);
    fprintf(out, "%*s", depth * INDENT, "");
}

static const char *put_string(FILE *out, const char *at)
{
    const char *from = at++;
    while (*at != '"')
        at += *at == '\\' ? 2 : 1;
    style_json(out, from, (size_t)(at + 1 - from));
    return at + 1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The value is valid JSON, so that only its structure has to be looked at. */
void print_pretty(FILE *out, struct qmpc_json value)
{
    int depth = 0;
    const char *end = value.text + value.length;
    for (const char *at = value.text; at < end;) {
        char c = *at;
        if (c == '"') {
            at = put_string(out, at);
            continue;
        }
        at++;
        if (is_blank(c))
            continue;
        if (c == '}' || c == ']')
            new_line(out, --depth);
        fputc(c, out);
        if (c == ':')
            fputc(' ', out);
        if (c == ',')
            new_line(out, depth);
        if (c != '{' && c != '[')
            continue;
        while (is_blank(*at))
            at++;
        if (*at == '}' || *at == ']')
            fputc(*at++, out);
        else
            new_line(out, ++depth);
    }
}

/* A string alone is text for people (human-monitor-command). */
void print_text(FILE *out, struct qmpc_json value)
{
    int64_t length = qmpc_json_string(value, NULL, 0);
    char *text = qmpc_json_strdup(value);
    if (text != NULL)
        style_lines(out, text, (size_t)length);
    if (text == NULL || length == 0 || text[length - 1] != '\n')
        fputc('\n', out);
    free(text);
}

static void put_raw(FILE *out, struct qmpc_json value)
{
    style_json(out, value.text, value.length);
}

/* The id is ours and of no interest to anybody else. */
void print_reply(const struct options *options, const struct qmpc_message *reply)
{
    bool good = qmpc_message_kind(reply) == QMPC_RETURN;
    struct qmpc_json value = qmpc_get(reply, good ? "return" : "error");
    if (options->json) {
        printf("{\"%s\": ", good ? "return" : "error");
        put_raw(stdout, value);
        puts("}");
    } else if (!good) {
        char class[64];
        char desc[1024];
        qmpc_get_string(reply, "error.class", class, sizeof class);
        qmpc_get_string(reply, "error.desc", desc, sizeof desc);
        fputs("qmpctl: ", stderr);
        style_put(stderr, style_wanted(options, stderr), STYLE_BAD, class);
        fputs(": ", stderr);
        style_put(stderr, false, STYLE_PLAIN, desc);
        fputc('\n', stderr);
    } else if (!options->session) {
        show_value(stdout, style_wanted(options, stdout), value);
    } else if (qmpc_json_type(value) == QMPC_JSON_STRING) {
        print_text(stdout, value);
    } else {
        print_pretty(stdout, value);
        putchar('\n');
    }
    fflush(stdout);
}

void print_whole(const struct options *options, const struct qmpc_message *message)
{
    if (options->json)
        put_raw(stdout, qmpc_message_json(message));
    else
        print_pretty(stdout, qmpc_message_json(message));
    putchar('\n');
    fflush(stdout);
}

void print_event(const struct options *options, const struct qmpc_message *event, FILE *out)
{
    char name[128];
    struct qmpc_json data = qmpc_get(event, "data");
    if (options->json) {
        print_whole(options, event);
        return;
    }
    qmpc_get_string(event, "event", name, sizeof name);
    fputs("event ", out);
    style_put(out, style_wanted(options, out), STYLE_EVENT, name);
    if (data.text != NULL) {
        fputc(' ', out);
        put_raw(out, data);
    }
    fputc('\n', out);
    fflush(out);
}

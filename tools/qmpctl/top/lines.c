/* lines.c - a picture as lines of text: the header, and what all lines are made with.
 *
 * SPDX-License-Identifier: MIT */
#include "top/lines.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qmpc/qmpc.h"

/* How many bytes of harmless text fit into WIDTH columns. */
static size_t bytes_in(const char *text, size_t width)
{
    size_t length = 0;
    while (text[length] != '\0') {
        size_t next = length + 1;
        while (((unsigned char)text[next] & 0xC0) == 0x80)
            next++;
        if (style_width(text, next) > width)
            break;
        length = next;
    }
    return length;
}

char *lines_cell(const char *text, size_t width, bool right)
{
    char *safe = style_harmless(text, strlen(text));
    char *cell = NULL;
    if (safe == NULL)
        return NULL;
    size_t length = bytes_in(safe, width);
    /* What was cut shows it, where there is room for that. */
    bool cut = safe[length] != '\0' && width > 3;
    if (cut)
        length = bytes_in(safe, width - 2);
    size_t used = style_width(safe, length) + (cut ? 2 : 0);
    int blanks = (int)(width - used);
    if (asprintf(&cell, "%*s%.*s%s%*s", right ? blanks : 0, "", (int)length, safe, cut ? ".." : "",
                 right ? 0 : blanks, "") < 0)
        cell = NULL;
    free(safe);
    return cell;
}

char *lines_value(struct qmpc_json value)
{
    char *raw = qmpc_json_type(value) == QMPC_JSON_STRING
                    ? qmpc_json_strdup(value)
                    : strndup(value.text != NULL ? value.text : "", value.length);
    char *safe = raw != NULL ? style_harmless(raw, strlen(raw)) : NULL;
    free(raw);
    return safe != NULL ? safe : strdup("");
}

static void trim(char *text)
{
    size_t length = strlen(text);
    while (length > 0 && text[length - 1] == ' ')
        text[--length] = '\0';
}

void lines_add(struct lines *lines, enum style style, const char *format, ...)
{
    va_list list;
    char *raw = NULL;
    va_start(list, format);
    int length = vasprintf(&raw, format, list);
    va_end(list);
    char *text = length >= 0 ? lines_cell(raw, lines->width, false) : NULL;
    struct lines_line *all =
        text != NULL ? realloc(lines->all, (lines->count + 1) * sizeof *lines->all) : NULL;
    if (length >= 0)
        free(raw);
    if (all == NULL) {
        free(text);
        return;
    }
    trim(text);
    lines->all = all;
    all[lines->count++] = (struct lines_line){.style = style, .text = text};
}

/* "e2kmon 0.1.0 on riscv-virt", "QEMU 7.2.22 (Debian ...)". */
static char *who(const struct picture *picture)
{
    struct qmpc_json board = picture_answer(picture, ANSWER_AGENT, "board");
    char *package = lines_value(picture_answer(picture, ANSWER_VERSION, "package"));
    char *name = lines_value(picture_answer(picture, ANSWER_NAME, "name"));
    char *text = NULL;
    int64_t number[3] = {0, 0, 0};
    static const char *const parts[] = {"qemu.major", "qemu.minor", "qemu.micro"};
    for (int i = 0; i < 3; i++)
        qmpc_json_int64(picture_answer(picture, ANSWER_VERSION, parts[i]), &number[i]);
    char *on = lines_value(board);
    int length = -1;
    bool known = package != NULL && name != NULL && on != NULL; /* there was memory for them */
    if (known && board.text != NULL)
        length = asprintf(&text, "%s on %s%s%s", package, on, *name != '\0' ? ", " : "", name);
    else if (known)
        length = asprintf(&text, "QEMU %" PRId64 ".%" PRId64 ".%" PRId64 " %s%s%s", number[0],
                          number[1], number[2], package, *name != '\0' ? ", " : "", name);
    free(package);
    free(name);
    free(on);
    return length < 0 ? NULL : text;
}

static void add_title(struct lines *lines, const struct picture *picture)
{
    char *name = who(picture);
    char right[40];
    snprintf(right, sizeof right, "every %.3g s", (double)picture->interval_ms / 1000);
    size_t room = lines->width > strlen(right) + 1 ? lines->width - strlen(right) - 1 : 0;
    char *left = name != NULL ? lines_cell(name, room, false) : NULL;
    lines_add(lines, STYLE_HEAD, "%s %s", left != NULL ? left : "", right);
    free(left);
    free(name);
}

static void put_uptime(FILE *out, const struct picture *picture)
{
    int64_t time;
    if (qmpc_json_int64(picture_answer(picture, ANSWER_AGENT, "uptime"), &time) != QMPC_OK)
        return;
    time /= 1000000;
    fputs("   up ", out);
    if (time >= 86400)
        fprintf(out, "%" PRId64 " d ", time / 86400);
    fprintf(out, "%" PRId64 ":%02" PRId64 ":%02" PRId64, time / 3600 % 24, time / 60 % 60,
            time % 60);
}

static void put_machine(FILE *out, const struct picture *picture)
{
    size_t cpus = qmpc_json_count(picture_answer(picture, ANSWER_CPUS, ""));
    char *target = lines_value(picture_answer(picture, ANSWER_CPUS, "0.target"));
    int64_t bytes;
    if (cpus > 0)
        fprintf(out, "   %zu cpu%s %s", cpus, cpus > 1 ? "s" : "", target != NULL ? target : "");
    free(target);
    if (qmpc_json_int64(picture_answer(picture, ANSWER_MEMORY, "base-memory"), &bytes) != QMPC_OK)
        return;
    if (bytes >= 1 << 20)
        fprintf(out, "   %" PRId64 " MiB", bytes >> 20);
    else
        fprintf(out, "   %" PRId64 " KiB", bytes >> 10);
}

static void add_state(struct lines *lines, const struct picture *picture)
{
    char *text = NULL;
    size_t size;
    bool running = false;
    if (!picture->connected) {
        lines_add(lines, STYLE_BAD, "NO ANSWER: %s", picture->error != NULL ? picture->error : "");
        return;
    }
    qmpc_json_bool(picture_answer(picture, ANSWER_STATUS, "running"), &running);
    char *status = lines_value(picture_answer(picture, ANSWER_STATUS, "status"));
    FILE *out = open_memstream(&text, &size);
    if (out != NULL) {
        fputs(status != NULL && *status != '\0' ? status : "?", out);
        put_uptime(out, picture);
        put_machine(out, picture);
        fprintf(out, "   %s", picture->endpoint);
        fclose(out);
        lines_add(lines, running ? STYLE_GOOD : STYLE_WARN, "%s", text);
    }
    free(text);
    free(status);
}

void lines_build(struct lines *lines, const struct picture *picture, size_t width, int64_t now)
{
    *lines = (struct lines){.width = width};
    add_title(lines, picture);
    add_state(lines, picture);
    sections_ports(lines, picture);
    sections_cpus(lines, picture);
    sections_events(lines, picture, now);
    sections_watched(lines, picture);
    sections_limits(lines, picture);
}

void lines_free(struct lines *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        free(lines->all[i].text);
    free(lines->all);
    *lines = (struct lines){NULL, 0, 0};
}

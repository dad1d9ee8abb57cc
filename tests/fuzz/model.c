/* model.c - what a session of fuzz_session.c has to say to a stream of bytes: the stream, cut into
 * requests, with frame checks and without.
 *
 * SPDX-License-Identifier: MIT */
#include "model_state.h"

#include "crc32c.h"

/* ---------------------------------------------------------------------- lines */

struct model_line *model_add(struct state *s, json_t *value)
{
    struct model *m = s->model;

    if (m->count == m->room) {
        m->room = 2 * m->room + 16;
        m->lines = realloc(m->lines, m->room * sizeof *m->lines);
        REQUIRE(m->lines);
    }
    m->lines[m->count] = (struct model_line){.value = value, .oobs_before = m->oobs};
    return &m->lines[m->count++];
}

/* The client reads everything before it sends more than SIZE bytes. */
static void wait_at(struct model *m, size_t size)
{
    if (m->wait_count && m->waits[m->wait_count - 1] >= size)
        return;
    m->waits = realloc(m->waits, (m->wait_count + 1) * sizeof *m->waits);
    REQUIRE(m->waits);
    m->waits[m->wait_count++] = size;
}

/* -------------------------------------------------------------------- requests */

static void refuse(struct state *s, unsigned fault)
{
    const char *format = json_fault_format(fault);
    size_t known = strcspn(format, "%");
    struct model_line *line;

    s->model->requests++;
    s->model->faults++;
    line = model_add(s, model_error(NULL, "GenericError", "%.*s", (int)known, format));
    line->begins = format[known] != '\0';
    line->checked = s->mode.checked;
}

/* The message of LENGTH bytes at TEXT, whose last byte is number END of the stream, whose first is
 * BEGIN or later.  BARE: without a check, though the session wants one. */
static void serve(struct state *s, const char *text, size_t length, bool bare, size_t begin,
                  size_t end)
{
    struct mode before = s->mode;
    json_error_t error;
    size_t size;
    char *exact = oracle_canonical(text, length, &size);
    json_t *request =
        json_loadb(exact, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL, &error);

    free(exact);
    if (!request) {
        REQUIRE(json_error_code(&error) == json_error_duplicate_key);
        refuse(s, JSON_FAULT_DUPLICATE);
        return;
    }
    model_execute(s, request, bare);
    json_decref(request);
    if (memcmp(&before, &s->mode, sizeof before) != 0) {
        wait_at(s->model, begin);
        wait_at(s->model, end);
    }
}

/* -------------------------------------------------------------- without checks */

/* Feeds one byte, as often as it is left over, which it is when it ends a number. */
static void take_byte(struct state *s, size_t at)
{
    size_t used;
    int result;

    do {
        result = json_framer_feed(&s->framer, (const char *)s->stream + at, 1, &used);
        if (result == JSON_MESSAGE)
            serve(s, s->framer.out, s->framer.length, false, s->begin, at + used);
        else if (result == JSON_REFUSED)
            refuse(s, s->framer.fault);
        if (result != JSON_MORE)
            s->begin = at + used;
    } while (used == 0);
}

/* ----------------------------------------------------------------- with checks */

#if QMP_FRAME_CHECK

/* What the canonical text has to end with for its line to have a check. */
static bool has_check(const char *text, size_t length)
{
    static const char key[] = ",\"check\":\"";
    size_t size = sizeof key - 1 + 8 + 2;

    return length > size && memcmp(text + length - size, key, sizeof key - 1) == 0 &&
           memcmp(text + length - 2, "\"}", 2) == 0;
}

/* A complete message, whose bytes came from s->begin to END. */
static void judge(struct state *s, size_t end)
{
    const char *raw = (const char *)s->stream + s->begin;
    char *text = strndup(s->framer.out, s->framer.length), tail[CHECK_SIZE + 1];
    size_t length = s->framer.length, raw_size = end - s->begin;
    bool bare = !has_check(text, length);

    REQUIRE(strlen(text) == length);
    s->open = false;
    if (!bare) {
        snprintf(tail, sizeof tail, ", \"check\": \"%08x\"}",
                 raw_size > CHECK_SIZE ? crc32c(raw, raw_size - CHECK_SIZE) : 0);
        if (raw_size <= CHECK_SIZE || memcmp(raw + raw_size - CHECK_SIZE, tail, CHECK_SIZE) != 0) {
            s->skip = true;
            json_framer_reset(&s->framer);
            refuse(s, JSON_FAULT_CHECK);
            free(text);
            return;
        }
        length -= 20;
        text[length++] = '}';
    }
    serve(s, text, length, bare, s->begin, end);
    free(text);
}

/* In lines: what is left of one behind a fault, and what its end cuts off, is lost. */
static void take_checked_byte(struct state *s, size_t at)
{
    uint8_t byte = s->stream[at];
    size_t used;
    int result;

    if (byte == '\n' || byte == 0xFF) {
        json_framer_reset(&s->framer);
        if (s->open)
            refuse(s, JSON_FAULT_CUT);
        s->open = s->skip = false;
        return;
    }
    do {
        if (s->skip || (!s->open && (byte == ' ' || byte == '\t' || byte == '\r')))
            return;
        if (!s->open)
            s->begin = at;
        s->open = true;
        result = json_framer_feed(&s->framer, (const char *)s->stream + at, 1, &used);
        if (result == JSON_MESSAGE) {
            judge(s, at + used);
        } else if (result == JSON_REFUSED) {
            refuse(s, s->framer.fault);
            s->open = false;
            s->skip = true;
        }
    } while (used == 0);
}

#else
#define take_checked_byte take_byte
#endif

/* ------------------------------------------------------------------------ run */

void model_run(struct model *m, struct calm *calm, const uint8_t *stream, size_t size)
{
    static char buffer[QMP_MESSAGE_MAX + JSON_FRAMER_SLACK];
    struct state s = {.model = m, .calm = calm, .stream = stream};

    *m = (struct model){.count = 0};
    json_framer_init(&s.framer);
    json_framer_output(&s.framer, buffer, sizeof buffer);
    model_begin(&s);
    for (size_t at = 0; at < size; at++) {
        bool checked = s.mode.checked;

        if (checked)
            take_checked_byte(&s, at);
        else
            take_byte(&s, at);
        if (s.mode.checked != checked) {
            s.open = s.skip = false;
            s.begin = at + 1;
        }
    }
    wait_at(m, size);
}

void model_free(struct model *m)
{
    for (size_t i = 0; i < m->count; i++)
        json_decref(m->lines[i].value);
    free(m->lines);
    free(m->waits);
}

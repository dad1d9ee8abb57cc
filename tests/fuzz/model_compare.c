/* model_compare.c - the output of a session beside what its model expects.
 *
 * SPDX-License-Identifier: MIT */
#include "fuzz.h"

#include "crc32c.h"
#include "model_line.h"
#include "oracle.h"

/* A line as it came. */
struct line {
    json_t *value;
    bool delimited, checked;
};

/* Every line is a JSON object in printable ASCII, keys once. */
static json_t *load(const char *text, size_t size)
{
    size_t length;
    char *exact = oracle_exactly(text, size, &length);
    json_t *value = json_loadb(exact, length, JSON_REJECT_DUPLICATES, NULL);

    for (size_t i = 0; i < size; i++)
        REQUIRE(text[i] >= 0x20 && text[i] <= 0x7E);
    REQUIRE(json_is_object(value));
    free(exact);
    return value;
}

/* Takes the frame check off the line; false when it has none. */
static bool take_check(json_t *value, const char *text, size_t size)
{
    char tail[CHECK_SIZE + 1];

    if (!json_object_get(value, "check"))
        return false;
    REQUIRE(size > CHECK_SIZE);
    snprintf(tail, sizeof tail, ", \"check\": \"%08x\"}", crc32c(text, size - CHECK_SIZE));
    REQUIRE(memcmp(text + size - CHECK_SIZE, tail, CHECK_SIZE) == 0);
    return json_object_del(value, "check") == 0;
}

static bool is_number(const json_t *value)
{
    return json_is_string(value) && json_string_value(value)[0] == 'N';
}

static struct line read_line(const char *text, size_t size)
{
    struct line line = {.delimited = size > 0 && text[0] == '\xFF'};
    const json_t *time;

    text += line.delimited;
    size -= line.delimited;
    line.value = load(text, size);
    line.checked = take_check(line.value, text, size);
    time = json_object_get(line.value, "timestamp");
    if (time) {
        REQUIRE(json_object_size(time) == 2 && is_number(json_object_get(time, "seconds")) &&
                is_number(json_object_get(time, "microseconds")));
        json_object_del(line.value, "timestamp");
    }
    return line;
}

static bool same_id(const json_t *a, const json_t *b)
{
    const json_t *x = json_object_get(a, "id"), *y = json_object_get(b, "id");

    return (!x && !y) || json_equal(x, y);
}

/* An error whose text begins as EXPECTED's. */
static bool begins_alike(const json_t *value, const json_t *expected)
{
    const json_t *is = json_object_get(value, "error"), *ought = json_object_get(expected, "error");
    const char *desc = json_string_value(json_object_get(is, "desc"));
    const char *beginning = json_string_value(json_object_get(ought, "desc"));

    return desc && json_equal(json_object_get(is, "class"), json_object_get(ought, "class")) &&
           json_object_size(value) == json_object_size(expected) &&
           strncmp(desc, beginning, strlen(beginning)) == 0;
}

/* Letters of which the last are missing. */
static bool is_cut_short(const json_t *value, const json_t *expected)
{
    const char *is = json_string_value(json_object_get(value, "return"));
    const char *ought = json_string_value(json_object_get(expected, "return"));

    return is && ought && (strlen(is) - 1) % strlen("letter ") == 0 &&
           strncmp(ought, is, strlen(is)) == 0;
}

static bool fits(const struct line *line, const struct model_line *expected)
{
    const json_t *found;

    if (line->delimited != expected->delimited || line->checked != expected->checked ||
        !same_id(line->value, expected->value))
        return false;
    if (expected->begins)
        return begins_alike(line->value, expected->value);
    if (expected->cancels) {
        found = json_object_get(json_object_get(line->value, "return"), "cancelled");
        return json_is_boolean(found);
    }
    return json_equal(line->value, expected->value) ||
           (expected->cancellable && is_cut_short(line->value, expected->value));
}

/* --------------------------------------------------------------------- order */

/* Output is the lines in band and those out of band, each in their order, one among the other.
 * Where some look alike there are several ways to say which is which: all are kept, by how many in
 * band they have used. */
struct ways {
    const struct model *model;
    const struct model_line **in_band, **oob;
    size_t in_band_count;
    bool *now, *next;
};

static void sort_lines(struct ways *w, const struct model *m)
{
    size_t oobs = 0;

    *w = (struct ways){.model = m};
    w->in_band = calloc(m->count + 1, sizeof *w->in_band);
    w->oob = calloc(m->count + 1, sizeof *w->oob);
    w->now = calloc(m->count + 2, 1);
    w->next = calloc(m->count + 2, 1);
    REQUIRE(w->in_band && w->oob && w->now && w->next);
    for (size_t i = 0; i < m->count; i++)
        if (m->lines[i].oob)
            w->oob[oobs++] = &m->lines[i];
        else
            w->in_band[w->in_band_count++] = &m->lines[i];
    w->now[0] = true;
}

/* Goes on with line number AT of the output.  Returns false when it is none that can come. */
static bool go_on(struct ways *w, const struct line *line, size_t at)
{
    bool any = false, *now = w->next;
    size_t oobs = w->model->oobs;

    memset(w->next, 0, w->in_band_count + 2);
    for (size_t i = 0; i <= w->in_band_count && i <= at; i++) {
        size_t k = at - i; /* out-of-band ones so far */

        if (!w->now[i] || k > oobs)
            continue;
        if (i < w->in_band_count && k >= w->in_band[i]->oobs_before && fits(line, w->in_band[i]))
            any = w->next[i + 1] = true;
        if (k < oobs && fits(line, w->oob[k]))
            any = w->next[i] = true;
    }
    w->next = w->now;
    w->now = now;
    return any;
}

static void complain(const struct ways *w, const char *text, size_t size, size_t at)
{
    fprintf(stderr, "line %zu: %.*s\n", at, (int)size, text);
    for (size_t i = 0; i < w->in_band_count; i++)
        if (w->next[i]) {
            fprintf(stderr, "expected, %zu in band before it: ", i);
            json_dumpf(w->in_band[i]->value, stderr, 0);
            fprintf(stderr, "%s%s\n", w->in_band[i]->checked ? ", checked" : "",
                    w->in_band[i]->delimited ? ", delimited" : "");
        }
    REQUIRE(!"each request gets its reply, in order");
}

void model_compare(const struct model *m, const char *output, size_t size)
{
    struct ways ways;
    size_t count = 0;

    sort_lines(&ways, m);
    for (size_t at = 0; at < size; count++) {
        const char *lf = memchr(output + at, '\n', size - at);
        size_t length;
        struct line line;

        REQUIRE(lf && lf > output + at && lf[-1] == '\r');
        length = (size_t)(lf - 1 - (output + at));
        line = read_line(output + at, length);
        if (!go_on(&ways, &line, count))
            complain(&ways, output + at, length, count);
        json_decref(line.value);
        at += length + 2;
    }
    REQUIRE(count == m->count && ways.now[ways.in_band_count]);
    free(ways.in_band);
    free(ways.oob);
    free(ways.now);
    free(ways.next);
}

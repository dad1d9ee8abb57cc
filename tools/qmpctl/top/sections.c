/* sections.c - the sections of a picture: ports, processors, events, properties, limits.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qmpc/qmpc.h"
#include "top/lines.h"

static void heading(struct lines *lines, const char *text)
{
    lines_add(lines, STYLE_PLAIN, "%s", "");
    lines_add(lines, STYLE_HEAD, "%s", text);
}

static const char *or_blank(const char *text)
{
    return text != NULL ? text : "";
}

static struct qmpc_json member(struct qmpc_json object, const char *name)
{
    struct qmpc_json value;
    qmpc_json_member(object, name, &value);
    return value;
}

/* The agent's session on this port; "no value" if there is none. */
static struct qmpc_json session_on(const struct picture *picture, const char *port)
{
    struct qmpc_json_iter walk =
        qmpc_json_iterate(picture_answer(picture, ANSWER_AGENT, "sessions"));
    struct qmpc_json session;
    while (qmpc_json_next(&walk, NULL, &session))
        if (qmpc_json_string_is(member(session, "port"), port))
            return session;
    return (struct qmpc_json){NULL, 0};
}

static void add_session(struct lines *lines, const struct picture *picture, const char *port,
                        const char *cells, struct qmpc_json session)
{
    static const char *const counts[] = {"requests", "faults", "events-dropped", "overruns"};
    char *texts[4];
    char rate[32] = "-";
    bool negotiated = false;
    double requests = picture_request_rate(picture, port);
    if (requests >= 0)
        snprintf(rate, sizeof rate, "%.1f", requests);
    for (int i = 0; i < 4; i++)
        texts[i] = lines_value(member(session, counts[i]));
    qmpc_json_bool(member(session, "negotiated"), &negotiated);
    lines_add(lines, negotiated ? STYLE_PLAIN : STYLE_NOTE, "%s %9s %7s %8s %8s %8s", cells,
              or_blank(texts[0]), rate, or_blank(texts[1]), or_blank(texts[2]), or_blank(texts[3]));
    for (int i = 0; i < 4; i++)
        free(texts[i]);
}

static void add_port(struct lines *lines, const struct picture *picture, struct qmpc_json port)
{
    char *label = lines_value(member(port, "label"));
    char *device = lines_value(member(port, "filename"));
    bool open = true;
    qmpc_json_bool(member(port, "frontend-open"), &open);
    char *first = lines_cell(or_blank(label), 12, false);
    char *second = lines_cell(or_blank(device), 21, false);
    struct qmpc_json session = session_on(picture, or_blank(label));
    char *cells = NULL;
    if (first == NULL || second == NULL || asprintf(&cells, "%s %s", first, second) < 0)
        cells = NULL;
    if (cells != NULL && session.text != NULL)
        add_session(lines, picture, or_blank(label), cells, session);
    else if (cells != NULL)
        lines_add(lines, open ? STYLE_PLAIN : STYLE_NOTE, "%s%s", cells, open ? "" : " not used");
    free(cells);
    free(first);
    free(second);
    free(label);
    free(device);
}

void sections_ports(struct lines *lines, const struct picture *picture)
{
    struct qmpc_json ports = picture_answer(picture, ANSWER_PORTS, "");
    struct qmpc_json_iter walk = qmpc_json_iterate(ports);
    struct qmpc_json port;
    bool agent = picture_answer(picture, ANSWER_AGENT, "").text != NULL;
    if (qmpc_json_count(ports) == 0)
        return;
    heading(lines, agent ? "PORT         DEVICE                 REQUESTS      /s  REFUSED     LOST "
                           "OVERRUNS"
                         : "PORT         DEVICE");
    while (qmpc_json_next(&walk, NULL, &port))
        add_port(lines, picture, port);
}

/* A single one is in the header. */
void sections_cpus(struct lines *lines, const struct picture *picture)
{
    if (qmpc_json_count(picture_answer(picture, ANSWER_CPUS, "")) < 2)
        return;
    struct qmpc_json_iter walk = qmpc_json_iterate(picture_answer(picture, ANSWER_CPUS, ""));
    struct qmpc_json cpu;
    bool first = true;
    while (qmpc_json_next(&walk, NULL, &cpu)) {
        char *number = lines_value(member(cpu, "cpu-index"));
        char *target = lines_value(member(cpu, "target"));
        char *path = lines_value(member(cpu, "qom-path"));
        if (first)
            heading(lines, "CPU          TARGET                 OBJECT");
        first = false;
        lines_add(lines, STYLE_PLAIN, "%-12s %-22s %s", or_blank(number), or_blank(target),
                  or_blank(path));
        free(number);
        free(target);
        free(path);
    }
}

/* "3 s", "2 min", "5 h". */
static void tell_age(char *text, size_t size, int64_t ms)
{
    int64_t seconds = ms / 1000;
    if (seconds < 60)
        snprintf(text, size, "%" PRId64 " s", seconds);
    else if (seconds < 3600)
        snprintf(text, size, "%" PRId64 " min", seconds / 60);
    else
        snprintf(text, size, "%" PRId64 " h", seconds / 3600);
}

static void add_event(struct lines *lines, const struct tally *tally,
                      const struct tally_event *event, int64_t now)
{
    char age[32];
    char *name = lines_cell(event->name, 28, false);
    tell_age(age, sizeof age, now - event->last);
    lines_add(lines, now - event->last < 1000 ? STYLE_EVENT : STYLE_PLAIN,
              "%s %9" PRIu64 " %7.1f %7s  %s", or_blank(name), event->count,
              tally_rate(tally, event, now), age, or_blank(event->data));
    free(name);
}

void sections_events(struct lines *lines, const struct picture *picture, int64_t now)
{
    const struct tally *tally = &picture->tally;
    heading(lines, "EVENT                            COUNT      /s    LAST  DATA");
    for (size_t i = 0; i < tally->count; i++)
        add_event(lines, tally, &tally->events[i], now);
    if (tally->others > 0)
        lines_add(lines, STYLE_NOTE, "%-28s %9" PRIu64, "(other names)", tally->others);
    if (tally->count == 0)
        lines_add(lines, STYLE_NOTE, "none yet");
}

/* The end of a path is what tells it from others. */
static char *label_of(const struct watched_property *property, size_t width)
{
    char *label = NULL;
    char *cell = NULL;
    if (asprintf(&label, "%s%s%s", property->object, *property->name != '\0' ? "." : "",
                 property->name) < 0)
        return NULL;
    char *safe = style_harmless(label, strlen(label));
    free(label);
    if (safe == NULL)
        return NULL;
    char *end = safe;
    while (style_width(end, strlen(end)) > width - (end != safe ? 2 : 0))
        for (end++; ((unsigned char)*end & 0xC0) == 0x80;)
            end++;
    label = NULL;
    if (asprintf(&label, "%s%s", end != safe ? ".." : "", end) >= 0)
        cell = lines_cell(label, width, false);
    free(label);
    free(safe);
    return cell;
}

/* Below this width a description would be cut to a stump. */
enum { DESCRIBED_WIDTH = 92 };

static void add_watched(struct lines *lines, const struct watched_property *property)
{
    char history[WATCHED_HISTORY + 1];
    char *label = label_of(property, 29);
    watched_history(property, history);
    if (property->error != NULL) {
        lines_add(lines, STYLE_BAD, "%s %c %s", or_blank(label), property->changed ? '*' : ' ',
                  property->error);
    } else if (property->value != NULL) {
        struct qmpc_json value = {property->value, strlen(property->value)};
        char *text = lines_value(value);
        char *cell = lines_cell(or_blank(text), 22, true);
        lines_add(lines, property->changed ? STYLE_NAME : STYLE_PLAIN, "%s %c %s  %-*s  %s",
                  or_blank(label), property->changed ? '*' : ' ', or_blank(cell), WATCHED_HISTORY,
                  history, lines->width >= DESCRIBED_WIDTH ? property->description : "");
        free(cell);
        free(text);
    }
    free(label);
}

void sections_watched(struct lines *lines, const struct picture *picture)
{
    const struct watched *watched = &picture->watched;
    if (watched->count == 0)
        return;
    heading(lines, "WATCHED                                          VALUE  HISTORY");
    for (size_t i = 0; i < watched->count; i++)
        add_watched(lines, &watched->all[i]);
}

/* LINE (NULL: none yet) with a limit at its end, in its place; NULL without memory. */
static char *with_limit(char *line, struct qmpc_json key, struct qmpc_json value)
{
    char *name = lines_value(key);
    char *number = lines_value(value);
    char *first = lines_cell(or_blank(name), 15, false);
    char *second = lines_cell(or_blank(number), 8, true);
    char *longer = NULL;
    if (asprintf(&longer, "%s%s%s %s", or_blank(line), line != NULL ? "   " : "", or_blank(first),
                 or_blank(second)) < 0)
        longer = NULL;
    free(first);
    free(second);
    free(name);
    free(number);
    free(line);
    return longer;
}

/* Three in a line. */
void sections_limits(struct lines *lines, const struct picture *picture)
{
    struct qmpc_json limits = picture_answer(picture, ANSWER_LIMITS, "");
    struct qmpc_json_iter walk = qmpc_json_iterate(limits);
    struct qmpc_json key, value;
    size_t count = qmpc_json_count(limits);
    char *line = NULL;
    if (count == 0)
        return;
    heading(lines, "LIMITS");
    for (size_t i = 1; qmpc_json_next(&walk, &key, &value); i++) {
        line = with_limit(line, key, value);
        if (i % 3 != 0 && i != count)
            continue;
        lines_add(lines, STYLE_PLAIN, "%s", or_blank(line));
        free(line);
        line = NULL;
    }
    free(line);
}

/* report_json.c - a picture as a line of JSON.
 *
 * SPDX-License-Identifier: MIT */
#include "top/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/style.h"

static void put_json(FILE *out, const char *name, const char *text)
{
    fprintf(out, ", \"%s\": ", name);
    style_json(out, text, strlen(text));
}

static void put_string(FILE *out, const char *name, const char *text)
{
    char *quoted = qmpc_json_quote(text, strlen(text));
    put_json(out, name, quoted != NULL ? quoted : "null");
    free(quoted);
}

static void put_events(FILE *out, const struct tally *tally, int64_t now)
{
    fputs(", \"events\": [", out);
    for (size_t i = 0; i < tally->count; i++) {
        const struct tally_event *event = &tally->events[i];
        fprintf(out, "%s{\"count\": %" PRIu64 ", \"rate\": %.3f, \"age\": %.3f", i > 0 ? ", " : "",
                event->count, tally_rate(tally, event, now), (double)(now - event->last) / 1000);
        put_string(out, "name", event->name);
        if (event->data != NULL)
            put_json(out, "data", event->data);
        fputc('}', out);
    }
    fputc(']', out);
}

static void put_watched(FILE *out, const struct watched *watched)
{
    fputs(", \"watched\": [", out);
    for (size_t i = 0; i < watched->count; i++) {
        const struct watched_property *property = &watched->all[i];
        fprintf(out, "%s{\"changed\": %s", i > 0 ? ", " : "", property->changed ? "true" : "false");
        put_string(out, "path", property->object);
        put_string(out, "property", property->name);
        if (property->value != NULL)
            put_json(out, "value", property->value);
        else if (property->error != NULL)
            put_string(out, "error", property->error);
        fputc('}', out);
    }
    fputc(']', out);
}

void report_json(FILE *out, const struct picture *picture, int64_t now)
{
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    fprintf(out, "{\"time\": %lld.%03ld, \"connected\": %s", (long long)time.tv_sec,
            time.tv_nsec / 1000000, picture->connected ? "true" : "false");
    if (picture->error != NULL)
        put_string(out, "error", picture->error);
    for (int i = 0; i < ANSWERS; i++)
        if (picture->answers[i] != NULL)
            put_json(out, picture_name((enum answer)i), picture->answers[i]);
    put_events(out, &picture->tally, now);
    put_watched(out, &picture->watched);
    fputs("}\n", out);
}

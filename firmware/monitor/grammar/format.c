/* format.c - /fmt: how many, in which way, of which size.
 *
 * Way and size that are not told are those told last.  What is shown as instructions (/i) has a
 * size only where one is told, and leaves the last one as it is.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/grammar.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* The largest count; a larger one is taken for it. */
#define COUNT_MAX INT32_MAX

static void take_count(struct monitor_run *run)
{
    const char *line = run->line;

    if (line[run->next] < '0' || line[run->next] > '9')
        return;
    for (run->count = 0; line[run->next] >= '0' && line[run->next] <= '9'; run->next++) {
        uint32_t digit = (uint32_t)(line[run->next] - '0');

        run->count = run->count > (COUNT_MAX - digit) / 10 ? COUNT_MAX : run->count * 10 + digit;
    }
}

/* Letters up to a blank; of each kind the last one counts. */
static int take_letters(struct monitor_run *run)
{
    static const char formats[] = "oduxic", sizes[] = "bhwgL";
    static const uint8_t size_of[] = {1, 2, 4, 8, 8};
    char c;

    for (; (c = run->line[run->next]) != '\0' && !grammar_is_blank(c); run->next++) {
        int size = text_find(sizes, (unsigned char)c);

        if (size >= 0) {
            run->size = size_of[size];
        } else if (text_find(formats, (unsigned char)c) >= 0) {
            run->format = c;
        } else {
            return grammar_fail_at(run, c, "invalid char in format: '%w'");
        }
    }
    return 0;
}

int grammar_format(struct monitor_run *run)
{
    run->count = 1;
    run->format = '\0';
    run->size = 0;
    if (run->line[run->next] == '/') {
        run->next++;
        take_count(run);
        if (take_letters(run) < 0)
            return -1;
    }
    if (run->format == '\0')
        run->format = run->last_format;
    if (run->format != 'i') {
        if (run->size == 0)
            run->size = run->last_size;
        run->last_size = run->size;
    }
    run->last_format = run->format;
    return 0;
}

#endif

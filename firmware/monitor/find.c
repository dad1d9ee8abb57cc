/* find.c - finds a command of the human monitor by its name, and the texts of its row.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

const char *monitor_text_of(const struct monitor_row *row, enum monitor_text_of text)
{
    const char *at = row->names;

    for (unsigned i = 0; i < text; i++)
        at += text_length(at) + 1;
    return at;
}

bool monitor_only_reads(const struct monitor_row *row)
{
    return text_find(monitor_text_of(row, MONITOR_FLAGS), 'r') >= 0;
}

/* Whether the SIZE bytes at NAME are one of NAMES, between which a | stands. */
static bool is_among(const char *names, const char *name, size_t size)
{
    while (*names) {
        size_t length = 0;

        while (names[length] && names[length] != '|')
            length++;
        if (length == size && memcmp(names, name, size) == 0)
            return true;
        names += length + (names[length] == '|');
    }
    return false;
}

const struct monitor_row *monitor_find(const struct monitor_table *table, const char *name,
                                       size_t size)
{
    for (unsigned i = 0; i < table->count; i++)
        if (is_among(table->rows[i].names, name, size))
            return &table->rows[i];
    return NULL;
}

#endif

/* assert.c - what the assert() of picolibc and newlib ends in (assert.h of either).
 *
 * A file of its own: the linker takes it only where something is asserted, and where an
 * application does not define it itself.  Without the path, as the message is short.
 *
 * SPDX-License-Identifier: MIT */
#include "agent/unprivileged.h"

#include "agent/app.h"
#include "agent/config.h"
#include "qmp/memory.h"
#include "qmp/writer.h"

_Noreturn void __assert_func(const char *file, int line, const char *function,
                             const char *expression);

/* Appends what there is room for. */
static char *append(char *to, const char *end, const char *text)
{
    while (*text != '\0' && to < end)
        *to++ = *text++;
    return to;
}

static const char *without_path(const char *file)
{
    const char *name = file;

    for (; *file != '\0'; file++)
        if (*file == '/')
            name = file + 1;
    return name;
}

_Noreturn void __assert_func(const char *file, int line, const char *function,
                             const char *expression)
{
    char text[AGENT_PANIC_TEXT], number[21];
    const char *end = text + sizeof text - 1;
    char *to = append(text, end, without_path(file));

    (void)function;
    json_format_uint(number, (uint64_t)line);
    to = append(to, end, ":");
    to = append(to, end, number);
    to = append(to, end, ": ");
    to = append(to, end, expression);
    *to = '\0';
    agent_panic(text);
}

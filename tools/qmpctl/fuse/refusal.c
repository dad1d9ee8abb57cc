/* refusal.c - what a server refuses, as an errno.
 *
 * QMP has one class for nearly all errors, so the texts have to be looked at: those of QEMU 7.2,
 * which e2kmon keeps to, and of older ones.
 *
 * SPDX-License-Identifier: MIT */
#include "fuse/refusal.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text);
    size_t wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

int refusal_errno(const char *class, const char *text, bool setting)
{
    static const struct {
        const char *end;
        int number;
    } ends[] = {
        {" is not writable", EACCES},
        {" is not readable", EACCES},
        {"Insufficient permission to perform this operation", EACCES},
        {" is locked", EPERM},
        {" not found", ENOENT},
    };
    if (strcmp(class, "DeviceNotFound") == 0)
        return ENOENT;
    if (strcmp(class, "CommandNotFound") == 0)
        return EOPNOTSUPP;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (ends_with(text, ends[i].end))
            /* "Device 'x' not found" may also mean the path that was to be set. */
            return ends[i].number == ENOENT && setting && strncmp(text, "Property ", 9) != 0
                       ? EINVAL
                       : ends[i].number;
    return setting ? EINVAL : ENODATA;
}

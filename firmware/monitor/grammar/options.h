/* options.h - "name=value,name=value", in the two ways that QEMU has.
 *
 * In a value ",," is a comma.  A first word without a name is the value of one that is implied.
 * In options (device_add, netdev_add) a name alone means "on", and one that begins with "no" turns
 * what follows off.  Where types have keys (object_add), every key has a value, and keys consist of
 * letters, digits and the like.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MONITOR_OPTIONS_H
#define MONITOR_OPTIONS_H

#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR && (QMP_GROUP_OBJECTS || QMP_GROUP_UNCONFIGURED)

#define OPTIONS_MAX 16

struct monitor_options {
    unsigned count;
    bool help;     /* one of them is "help" or "?" */
    bool first_id; /* of several ids the first counts */
    struct {
        struct json_span name, value;
    } option[OPTIONS_MAX];
};

/* Takes string argument NUMBER apart; one that is absent has no options.  IMPLIED is a constant.
 * Returns 0, or -1 after what was said of the arguments. */
int options_take(struct monitor_run *run, unsigned number, const char *implied,
                 struct monitor_options *options);

/* The same for keys; what is wrong with them is told as QEMU does. */
int options_take_keys(struct monitor_run *run, unsigned number, const char *implied,
                      struct monitor_options *options);

/* The value that counts of the option NAME: the last; NULL: it is not there. */
const struct json_span *options_find(const struct monitor_options *options, struct json_span name);

struct json_span options_name(const char *text);
bool options_is(struct json_span text, const char *other);
bool options_is_help(struct json_span text);

#endif
#endif

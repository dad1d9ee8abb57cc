/* drive_add.c - drive_add: no bus takes drives.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/monitor.h"

#if QMP_GROUP_MONITOR

#include "qmp/memory.h"

/* The value of the last option NAME of "name=value,..."; without text: there is none. */
static struct json_span find_option(struct json_span options, const char *name)
{
    struct json_span found = {NULL, 0};
    uint32_t i = 0;

    while (i < options.length) {
        struct json_span key = {options.text + i, 0}, value;

        while (i < options.length && options.text[i] != ',' && options.text[i] != '=')
            i++;
        key.length = (uint32_t)(options.text + i - key.text);
        i += i < options.length && options.text[i] == '=';
        value.text = options.text + i;
        while (i < options.length && options.text[i] != ',')
            i++;
        value.length = (uint32_t)(options.text + i - value.text);
        i += i < options.length;
        if (span_is(key, name))
            found = value;
    }
    return found;
}

/* Says FORMAT of TEXT. */
static int fail(struct monitor_run *run, const char *format, struct json_span text)
{
    run->quoted = text;
    return monitor_fail(run, format);
}

/* -n: a node without a controller. */
static int add_node(struct monitor_run *run, struct json_span options)
{
    struct json_span driver = find_option(options, "driver");

    if (!find_option(options, "node-name").text)
        return monitor_fail(run, "'node-name' needs to be specified");
    return driver.text ? fail(run, "Unknown driver '%r'", driver)
                       : monitor_fail(run, "Parameter 'driver' is missing");
}

int hmp_drive_add(struct monitor_run *run)
{
    enum { NODE, ADDRESS, OPTIONS };
    /* QEMU's numbers of them. */
    static const char *const types[] = {"none", "ide", "scsi",   "floppy", "pflash",
                                        "mtd",  "sd",  "virtio", "xen"};
    struct json_span type = find_option(monitor_string(run, OPTIONS), "if");
    unsigned number = 0;

    if (monitor_has(run, NODE))
        return add_node(run, monitor_string(run, OPTIONS));
    if (type.text)
        while (!span_is(type, types[number]))
            if (++number == sizeof types / sizeof types[0])
                return fail(run, "unsupported bus type '%r'", type);
    run->where[0] = (char)('0' + number);
    run->where[1] = '\0';
    return monitor_fail(run, "Can't hot-add drive to type %w");
}

#endif

/* devices.c - commands for particular devices: the balloon, the watchdog, and those that no board
 * has.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR

#include "board/services.h"
#include "qmp/memory.h"

#if QMP_GROUP_DEVICES

/* -------------------------------------------------------------------- balloon */

static bool emit_balloon(struct monitor_run *run)
{
    say(run, "balloon: actual=%ju\n", board_services.balloon->actual() >> 20);
    return false;
}

int hmp_info_balloon(struct monitor_run *run)
{
    run->emit = emit_balloon;
    return monitor_call(run, QMP_CMD_query_balloon);
}

/* ------------------------------------------------------------------- watchdog */

/* The argument in lower case: QEMU takes any, and answers in that. */
static struct json_span in_lower_case(struct monitor_run *run)
{
    struct json_span argument = monitor_string(run, 0);
    char *text = run->line + run->argument[0].text.at;

    for (uint32_t i = 0; i < argument.length; i++)
        if (text[i] >= 'A' && text[i] <= 'Z')
            text[i] |= 0x20;
    return argument;
}

int hmp_watchdog_action(struct monitor_run *run)
{
    const struct qmp_type *type = &qmp_type_WatchdogAction;
    struct json_span action = in_lower_case(run);

    for (unsigned i = 0; i < type->count; i++) {
        if (!monitor_is(run, 0, type->values[i]))
            continue;
        request_begin(run);
        request_text(run, "action", action);
        return monitor_execute(run, QMP_CMD_watchdog_set_action);
    }
    return monitor_error(run, "invalid parameter value: %0");
}

/* ----------------------------------------------------- PCI devices, until 2015 */

/* Reads hexadecimal digits up to END or to a colon, which is passed. */
static bool read_part(const char **at, const char *end, unsigned *value)
{
    const char *start = *at;

    *value = 0;
    while (*at < end && **at != ':') {
        int digit = text_find("0123456789abcdef", (unsigned char)(**at | 0x20));

        if (digit < 0 || *value >> 12)
            return false;
        *value = *value << 4 | (unsigned)digit;
        ++*at;
    }
    if (*at == start)
        return false;
    if (*at < end)
        ++*at;
    return true;
}

/* Reads "[[domain:]bus:]slot". */
static bool read_address(struct json_span text, unsigned *bus, unsigned *slot)
{
    const char *at = text.text, *end = at + text.length;
    unsigned part, parts = 0, domain = 0;

    *bus = *slot = 0;
    if (text.length == 0 || end[-1] == ':')
        return false;
    for (; at < end; parts++) {
        if (parts == 3 || !read_part(&at, end, &part))
            return false;
        domain = *bus;
        *bus = *slot;
        *slot = part;
    }
    return domain == 0 && *bus < 256 && *slot < 32;
}

static bool is_empty(unsigned bus, unsigned slot)
{
    const struct board_pci *pci = board_services.pci;

    for (unsigned function = 0; pci && function < 8; function++)
        if ((pci->read(bus, slot, function, 0) & 0xffff) != 0xffff)
            return false;
    return true;
}

int hmp_pci_add(struct monitor_run *run)
{
    unsigned bus, slot;

    if (!monitor_is(run, 0, "auto") && !read_address(monitor_string(run, 0), &bus, &slot))
        return monitor_fail(run, "Invalid pci address");
    if (!monitor_is(run, 1, "nic") && !monitor_is(run, 1, "storage"))
        return monitor_fail(run, "invalid type: %1");
    return monitor_fail(run, monitor_has(run, 2) ? "failed to add %2" : "failed to add ");
}

int hmp_pci_del(struct monitor_run *run)
{
    unsigned bus, slot;

    if (!read_address(monitor_string(run, 0), &bus, &slot))
        return monitor_fail(run, "Invalid pci address");
    (void)json_format_uint(run->where, slot);
    return monitor_fail(run, is_empty(bus, slot) ? "slot %w empty" : "slot %w cannot be emptied");
}

#endif

/* ------------------------------------------------------------------------- USB */

/* QEMU quotes the line up to where it would look for arguments. */
int hmp_info_usbhost(struct monitor_run *run)
{
    run->argument[1].text = (struct monitor_text){0, run->next};
    if (monitor_has(run, 0))
        run->argument[1].text.size = run->argument[0].text.at;
    return monitor_fail(run, "Command \"%1\" is not available.");
}

int hmp_usb_add(struct monitor_run *run)
{
    return monitor_fail(run, "could not add USB device '%0'");
}

int hmp_usb_del(struct monitor_run *run)
{
    return monitor_fail(run, "could not delete USB device '%0'");
}

/* ------------------------------------------------------------------------ boot */

int hmp_boot_set(struct monitor_run *run)
{
    return monitor_fail(run, "no function defined to set boot device list for this architecture");
}

#endif

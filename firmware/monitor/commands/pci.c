/* pci.c - info pci: the functions on the PCI buses, what is behind a bridge below it.
 *
 * The walk is query-pci's (commands/pci.c).
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/say.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_DEVICES

#include "commands/pci_config.h"

/* The cursor: what comes next, and where (a place of commands/pci_config.h). */
enum { PART, PLACE };

/* Of PART; region N of a function is REGION + N. */
enum { SEARCH, REGION };

static void say_range(struct monitor_run *run, const char *what, struct pci_range range,
                      unsigned digits)
{
    say(run, "      %s range [0x%0*jx, 0x%0*jx]\n", what, (int)digits, range.base, (int)digits,
        range.limit);
}

static void say_bridge(struct monitor_run *run, const struct pci_function *f)
{
    uint32_t buses = pci_get(f, PCI_BUSES);

    say(run, "      BUS %u.\n      secondary bus %u.\n      subordinate bus %u.\n",
        (unsigned)buses & 0xff, (unsigned)buses >> 8 & 0xff, (unsigned)buses >> 16 & 0xff);
    say_range(run, "IO", pci_io_range(f), 4);
    say_range(run, "memory", pci_memory_range(f), 8);
    say_range(run, "prefetchable memory", pci_prefetch_range(f), 8);
}

static void say_class(struct monitor_run *run, uint32_t class)
{
    const char *name = pci_class_name(class);

    if (name)
        say(run, "    %s", name);
    else
        say(run, "    Class %04u", (unsigned)class);
}

static void say_function(struct monitor_run *run, const struct pci_function *f)
{
    struct pci_id id = pci_read_id(f);
    unsigned line, pin = pci_interrupt_pin(f, &line);

    say(run, "  Bus %2u, device %3u, function %u:\n", f->bus, f->slot, f->number);
    say_class(run, pci_get(f, PCI_CLASS) >> 16);
    say(run, ": PCI device %04x:%04x\n", id.vendor, id.device);
    if (id.has_subsystem)
        say(run, "      PCI subsystem %04x:%04x\n", id.subsystem_vendor, id.subsystem);
    if (pin != 0)
        say(run, "      IRQ %u, pin %c\n", line, 'A' + (int)pin - 1);
    if (pci_is_bridge(f))
        say_bridge(run, f);
}

/* Where nothing is mapped the address is -1, and so it goes into the sum. */
static void say_region(struct monitor_run *run, const struct pci_region *r)
{
    uint64_t address = pci_is_mapped(r) ? r->address : UINT64_MAX;
    int digits = r->io ? 4 : 8;

    say(run, "      BAR%u: ", r->bar);
    if (r->io)
        say_text(run, "I/O");
    else
        say(run, "%u bit %smemory", r->wide ? 64 : 32, r->prefetch ? "prefetchable " : "");
    say(run, " at 0x%0*jx [0x%0*jx].\n", digits, address, digits, address + r->size - 1);
}

/* Goes on behind the function: with what it is a bridge to, or on its bus. */
static void go_on(struct monitor_run *run, const struct pci_function *f)
{
    run->at[PART] = SEARCH;
    run->at[PLACE] = pci_after(f);
    if (pci_is_bridge(f) && pci_can_enter(f))
        run->at[PLACE] = pci_place(pci_secondary(f), 0);
}

/* Goes on behind the bridge of a bus that is through; false: it was the first one. */
static bool leave(struct monitor_run *run)
{
    struct pci_function bridge;

    if (!pci_find_parent((unsigned)(run->at[PLACE] >> 16), &bridge))
        return false;
    run->at[PLACE] = pci_after(&bridge);
    return true;
}

/* A function's head, one of its regions or its end a piece. */
static bool emit_pci(struct monitor_run *run)
{
    struct pci_function f;
    struct pci_region region;

    if (run->at[PART] == SEARCH) {
        if (!pci_find(&run->at[PLACE], &f))
            return leave(run);
        say_function(run, &f);
        run->at[PART] = REGION;
        return true;
    }
    f = pci_function_at(run->at[PLACE]);
    if (run->at[PART] >= REGION + PCI_REGIONS) {
        say_text(run, "      id \"\"\n");
        go_on(run, &f);
        return true;
    }
    run->at[PART] = REGION + pci_read_region(&f, (unsigned)run->at[PART] - REGION, &region);
    if (region.size > 0)
        say_region(run, &region);
    return true;
}

int hmp_info_pci(struct monitor_run *run)
{
    if (board_services.pci)
        run->emit = emit_pci;
    return 0;
}

#endif

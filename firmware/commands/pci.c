/* pci.c - query-pci: the walk over the PCI buses.
 *
 * There is no stack of bridges: behind which bridge a bus is, the bridges say, and so buses may
 * be behind one another as deep as they can be numbered.
 * Source: PCI Local Bus Specification 3.0, 3.2.2.3 and 6.1; PCI-to-PCI Bridge Architecture 1.2,
 * 3.2.5 (bus numbers).
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "pci_config.h"

#if QMP_GROUP_DEVICES

#define SLOTS     32u
#define FUNCTIONS 8u
#define THROUGH   (SLOTS * FUNCTIONS)

/* The cursor.  PART is what comes next.  PLACE is the bus and, on it, the function to look at
 * next (or that is being written), or THROUGH.  DEPTH counts the bridges entered. */
enum { PART, PLACE, DEPTH };

/* Of PART; region N of a function is REGION + N. */
enum { BEGIN, SEARCH, REGION };

uintptr_t pci_place(unsigned bus, unsigned index)
{
    return (uintptr_t)bus << 16 | index;
}

static struct pci_function make_function(unsigned bus, unsigned index)
{
    return (struct pci_function){
        .bus = bus, .slot = index / FUNCTIONS, .number = index % FUNCTIONS};
}

struct pci_function pci_function_at(uintptr_t place)
{
    return make_function((unsigned)(place >> 16), (unsigned)place & 0xffff);
}

bool pci_find(uintptr_t *place, struct pci_function *f)
{
    unsigned bus = (unsigned)(*place >> 16);

    for (unsigned index = (unsigned)*place & 0xffff; index < THROUGH; index++) {
        *f = make_function(bus, index);
        if (pci_exists(f)) {
            *place = pci_place(bus, index);
            return true;
        }
    }
    *place = pci_place(bus, THROUGH);
    return false;
}

uintptr_t pci_after(const struct pci_function *f)
{
    bool alone = f->number == 0 && !(pci_header(f) & PCI_HEADER_MULTI);

    return pci_place(f->bus, f->slot * FUNCTIONS + f->number + (alone ? FUNCTIONS : 1));
}

/* ------------------------------------------------------------------------ buses */

unsigned pci_secondary(const struct pci_function *f)
{
    unsigned bus = pci_is_bridge(f) ? pci_get(f, PCI_BUSES) >> 8 & 0xff : 0;

    return bus > f->bus ? bus : 0;
}

/* The bridge on BUS that passes on what is meant for the bus TARGET. */
static bool find_bridge_to(unsigned bus, unsigned target, struct pci_function *f)
{
    for (uintptr_t place = pci_place(bus, 0); pci_find(&place, f); place = pci_after(f)) {
        unsigned first = pci_secondary(f);

        if (first != 0 && first <= target && target <= (pci_get(f, PCI_BUSES) >> 16 & 0xff))
            return true;
    }
    return false;
}

/* Each step leads to a higher bus. */
bool pci_find_parent(unsigned target, struct pci_function *f)
{
    for (unsigned bus = 0; find_bridge_to(bus, target, f); bus = pci_secondary(f))
        if (pci_secondary(f) == target)
            return true;
    return false;
}

bool pci_can_enter(const struct pci_function *f)
{
    struct pci_function parent;

    return pci_secondary(f) != 0 && pci_find_parent(pci_secondary(f), &parent) &&
           parent.bus == f->bus && parent.slot == f->slot && parent.number == f->number;
}

/* ------------------------------------------------------------------------- walk */

static void begin_function(const struct pci_function *f, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    pci_write_function(f, w);
    json_write_begin(w, "regions", '[');
}

/* Ends the function, or goes on with what is behind it. */
static void end_function(uintptr_t *at, const struct pci_function *f, struct json_writer *w)
{
    json_write_end(w, ']');
    at[PART] = SEARCH;
    at[PLACE] = pci_after(f);
    if (pci_is_bridge(f)) {
        json_write_begin(w, "pci_bridge", '{');
        pci_write_bus(f, w);
        if (pci_can_enter(f)) {
            json_write_begin(w, "devices", '[');
            at[PLACE] = pci_place(pci_secondary(f), 0);
            at[DEPTH]++;
            return;
        }
        json_write_end(w, '}');
    }
    json_write_end(w, '}');
}

/* Ends a bus, and goes on behind its bridge; false: it was the first one.  If the bridge is gone
 * meanwhile, nothing more is found, and what is open is ended. */
static bool leave(uintptr_t *at, struct json_writer *w)
{
    struct pci_function bridge;

    json_write_end(w, ']');
    json_write_end(w, '}');
    if (at[DEPTH] == 0) {
        json_write_end(w, ']');
        return false;
    }
    json_write_end(w, '}');
    at[DEPTH]--;
    if (pci_find_parent((unsigned)(at[PLACE] >> 16), &bridge))
        at[PLACE] = pci_after(&bridge);
    return true;
}

/* A function's head, one of its regions or its end a piece. */
static bool emit_pci(struct qmp_stream *stream, struct json_writer *w)
{
    uintptr_t *at = stream->at;
    struct pci_function f;

    if (at[PART] == BEGIN) {
        json_write_begin(w, NULL, '[');
        json_write_begin(w, NULL, '{');
        json_write_uint(w, "bus", 0);
        json_write_begin(w, "devices", '[');
        at[PART] = SEARCH;
    } else if (at[PART] == SEARCH) {
        if (!pci_find(&at[PLACE], &f))
            return leave(at, w);
        begin_function(&f, w);
        at[PART] = REGION;
    } else {
        f = pci_function_at(at[PLACE]);
        if (at[PART] < REGION + PCI_REGIONS)
            at[PART] = REGION + pci_write_region(&f, (unsigned)at[PART] - REGION, w);
        else
            end_function(at, &f, w);
    }
    return true;
}

int agent_query_pci(struct qmp_call *call)
{
    if (board_services.pci == NULL)
        return qmp_return_text(call, "[]");
    call->stream->emit = emit_pci;
    return 0;
}

#endif

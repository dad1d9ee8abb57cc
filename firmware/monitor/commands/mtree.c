/* mtree.c - info mtree: memory and devices, by address.
 *
 * A board has one space of addresses, in which nothing overlaps.
 *
 * SPDX-License-Identifier: MIT */
#include "board/describe.h"
#include "monitor/say.h"
#include "objects/tree.h"

#if QMP_GROUP_MONITOR

enum { FLAT, DISPATCH, OWNER }; /* arguments; what is disabled, -D, there is never */

/* The cursor: the next region of memory, the next window of a device, whether it has begun. */
enum { AT_REGION, AT_WINDOW, AT_BEGUN };

static void say_range(struct monitor_run *run, uint64_t base, uint64_t size, const char *kind,
                      const char *name)
{
    say(run, "%s%016jx-%016jx (prio 0, %s): %s", monitor_has(run, FLAT) ? "  " : "    ", base,
        base + size - 1, kind, name);
}

static void say_owner(struct monitor_run *run, const struct object *object)
{
#if QMP_GROUP_OBJECTS
    char path[AGENT_PATH_MAX + 1];

    if (monitor_has(run, OWNER) && object && tree_path(object, path))
        say(run, " owner:{dev path=%s}", path);
#else
    (void)run, (void)object;
#endif
}

static void say_begin(struct monitor_run *run)
{
    say_text(run, monitor_has(run, FLAT)
                      ? "FlatView #0\n AS \"memory\", root: system\n Root memory region: system\n"
                      : "address-space: memory\n"
                        "  0000000000000000-ffffffffffffffff (prio 0, i/o): system\n");
    run->at[AT_BEGUN] = true;
}

/* A line a piece: the lower of the next region and the next window. */
static bool emit(struct monitor_run *run)
{
    const struct board_region *region = board_info.regions + run->at[AT_REGION];
    const struct board_window *window = board_description.windows + run->at[AT_WINDOW];
    bool windows = run->at[AT_WINDOW] < board_description.window_count;

    if (!run->at[AT_BEGUN])
        say_begin(run);
    if (run->at[AT_REGION] < board_info.region_count && !(windows && window->base < region->base)) {
        say_range(run, region->base, region->size, region->writable ? "ram" : "rom", region->name);
        run->at[AT_REGION]++;
    } else if (windows) {
        say_range(run, window->base, window->size, "i/o", window->name);
        say_owner(run, window->object);
        run->at[AT_WINDOW]++;
    } else {
        say_text(run, "\n");
        return false;
    }
    say_text(run, "\n");
    return true;
}

int hmp_info_mtree(struct monitor_run *run)
{
    run->emit = emit;
    return 0;
}

#endif

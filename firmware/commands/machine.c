/* machine.c - what the machine is made of: its processor and its memories.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

#include "app_glue.h"
#include "board/debug.h"
#include "board/object.h"

#if QMP_GROUP_MACHINE

/* ------------------------------------------------------------------- processor */

#if QMP_GROUP_OBJECTS

#if BOARD_CPUS_MAX > 1

static unsigned cpu_of(const struct object *object)
{
    return (unsigned)(uintptr_t)object->state;
}

static const char *get_present(const struct object *object, union object_value *value)
{
    value->boolean = cpu_of(object) < board_cpu_count();
    return NULL;
}

#endif

static const char *get_clock(const struct object *object, union object_value *value)
{
    (void)object;
    value->natural = board_clock();
    return NULL;
}

static const char *get_target(const struct object *object, union object_value *value)
{
    (void)object;
    value->text = board_info.target;
    return NULL;
}

static const char *get_interrupts(const struct object *object, union object_value *value)
{
    (void)object;
    value->boolean = board_info.interrupts;
    return NULL;
}

static const char *get_halted(const struct object *object, union object_value *value)
{
#if BOARD_CPUS_MAX > 1
    if (cpu_of(object) != 0) {
        value->boolean = !board_cpu_runs(cpu_of(object));
        return NULL;
    }
#endif
    (void)object;
    value->boolean = agent_of_application()->state != QMP_RUN_RUNNING;
    return NULL;
}

#define FACT(property, property_kind, type_name, getter, meaning)                                  \
    {                                                                                              \
        .name = property, .type = type_name, .description = meaning, .get = getter,                \
        .kind = property_kind, .flags = OBJECT_READABLE                                            \
    }

static const struct object_property cpu_properties[] = {
    FACT("clock", OBJECT_KIND_UINT, "uint64", get_clock, "microseconds since reset"),
    FACT("halted", OBJECT_KIND_BOOL, "bool", get_halted, "the application does not run"),
    FACT("interrupts", OBJECT_KIND_BOOL, "bool", get_interrupts,
         "the agent comes by interrupts, not only when the application polls"),
#if BOARD_CPUS_MAX > 1
    FACT("present", OBJECT_KIND_BOOL, "bool", get_present, "there is such a processor"),
#endif
    FACT("target", OBJECT_KIND_STRING, "string", get_target,
         "architecture, as query-target has it"),
};
OBJECT_TYPE(cpu_type, AGENT_CPU_TYPE, &object_device, cpu_properties);

#define CPU(number)                                                                                \
    OBJECT_INSTANCE(cpu##number##_object, &object_unattached, "cpu" #number, &cpu_type,            \
                    (void *)number)

CPU(0);
#if BOARD_CPUS_MAX > 1
CPU(1);
CPU(2);
CPU(3);
_Static_assert(BOARD_CPUS_MAX == 4, "an object for each");
#endif

#endif

static unsigned cpu_count(void)
{
#if BOARD_CPUS_MAX > 1
    return board_cpu_count();
#else
    return 1;
#endif
}

static void write_cpu(unsigned cpu, struct json_writer *w)
{
    char path[] = "/machine/unattached/cpu0";

    path[sizeof path - 2] += (char)cpu;
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "thread-id", 0);
    json_write_begin(w, "props", '{');
    json_write_uint(w, "core-id", cpu);
    json_write_end(w, '}');
    json_write_string(w, "qom-path", path);
    json_write_uint(w, "cpu-index", cpu);
    json_write_string(w, "target", board_info.target);
    json_write_end(w, '}');
}

/* A processor a piece. */
static bool emit_cpus(struct qmp_stream *stream, struct json_writer *w)
{
    unsigned cpu = (unsigned)stream->at[0]++;

    if (cpu == 0)
        json_write_begin(w, NULL, '[');
    if (cpu == cpu_count()) {
        json_write_end(w, ']');
        return false;
    }
    write_cpu(cpu, w);
    return true;
}

int agent_query_cpus_fast(struct qmp_call *call)
{
    call->stream->emit = emit_cpus;
    return 0;
}

/* -------------------------------------------------------------------- memories */

static void write_memory(const struct board_region *region, struct json_writer *w)
{
    json_write_begin(w, NULL, '{');
    json_write_bool(w, "share", false);
    json_write_bool(w, "prealloc", true);
    json_write_begin(w, "host-nodes", '[');
    json_write_end(w, ']');
    json_write_uint(w, "size", region->size);
    json_write_bool(w, "merge", false);
    json_write_bool(w, "dump", true);
    json_write_string(w, "policy", "default");
    json_write_string(w, "id", region->name);
    json_write_end(w, '}');
}

/* A region a piece. */
static bool emit_memories(struct qmp_stream *stream, struct json_writer *w)
{
    uintptr_t i = stream->at[0]++;

    if (i == 0)
        json_write_begin(w, NULL, '[');
    if (i == board_info.region_count) {
        json_write_end(w, ']');
        return false;
    }
    if (board_info.regions[i].writable)
        write_memory(&board_info.regions[i], w);
    return true;
}

int agent_query_memdev(struct qmp_call *call)
{
    call->stream->emit = emit_memories;
    return 0;
}

int agent_query_memory_devices(struct qmp_call *call)
{
    return qmp_return_text(call, "[]");
}

static bool emit_size(struct qmp_stream *stream, struct json_writer *w)
{
    uint64_t size = 0;

    (void)stream;
    for (size_t i = 0; i < board_info.region_count; i++)
        if (board_info.regions[i].writable)
            size += board_info.regions[i].size;
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "base-memory", size);
    json_write_end(w, '}');
    return false;
}

int agent_query_memory_size_summary(struct qmp_call *call)
{
    call->stream->emit = emit_size;
    return 0;
}

#endif

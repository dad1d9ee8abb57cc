/* machine.c - what the machine is made of: its processor and its memories.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

#include "app_glue.h"
#include "board/object.h"

#if QMP_GROUP_MACHINE

/* ------------------------------------------------------------------- processor */

#if QMP_GROUP_OBJECTS

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
    FACT("target", OBJECT_KIND_STRING, "string", get_target,
         "architecture, as query-target has it"),
};
OBJECT_TYPE(cpu_type, AGENT_CPU_TYPE, &object_device, cpu_properties);
OBJECT_INSTANCE(cpu0_object, &object_unattached, "cpu0", &cpu_type, NULL);

#endif

static bool emit_cpus(struct qmp_stream *stream, struct json_writer *w)
{
    (void)stream;
    json_write_begin(w, NULL, '[');
    json_write_begin(w, NULL, '{');
    json_write_uint(w, "thread-id", 0);
    json_write_begin(w, "props", '{');
    json_write_uint(w, "core-id", 0);
    json_write_end(w, '}');
    json_write_string(w, "qom-path", "/machine/unattached/cpu0");
    json_write_uint(w, "cpu-index", 0);
    json_write_string(w, "target", board_info.target);
    json_write_end(w, '}');
    json_write_end(w, ']');
    return false;
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

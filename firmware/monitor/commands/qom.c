/* qom.c - qom-list, qom-get and qom-set.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/json.h"
#include "monitor/say.h"
#include "monitor/grammar/values.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"
#include "qmp/memory.h"

/* -------------------------------------------------------------------- qom-list */

/* The cursor: the object, and how many of its properties and of its children are listed. */
enum { OBJECT, PROPERTIES, CHILDREN };

/* A property or a child a piece. */
static bool emit_list(struct monitor_run *run)
{
    const struct object *object = (const struct object *)run->at[OBJECT], *owner = NULL;
    const struct object_property *property = tree_property(object->type, run->at[PROPERTIES]);
    const struct object *child = property ? NULL : tree_child(object, run->at[CHILDREN]);

    if (!property && !child)
        return false;
    if (property)
        say(run, "%s (%s)\n", property->name, tree_alias(&owner, property)->type);
    else
        say(run, "%s (child<%s>)\n", child->name, child->type->name);
    run->at[property ? PROPERTIES : CHILDREN]++;
    return true;
}

int hmp_qom_list(struct monitor_run *run)
{
    bool ambiguous;

    if (!monitor_has(run, 0))
        return monitor_print(run, "/");
    request_begin(run);
    request_text(run, "path", monitor_string(run, 0));
    if (run->request_full) /* no path is that long */
        return monitor_error(run, "Device '%0' not found");
    if (monitor_execute(run, QMP_CMD_qom_list) < 0)
        return -1;
    run->at[OBJECT] = (uintptr_t)tree_resolve(monitor_string(run, 0), &ambiguous);
    run->emit = emit_list;
    return 0;
}

/* ------------------------------------------------------------ qom-get, qom-set */

/* No path and no name is so long. */
static int fail_full(struct monitor_run *run, const struct object *object, unsigned path)
{
    uint32_t length;

    run->quoted = monitor_string(run, object ? path + 1 : path);
    if (!object)
        return monitor_error(run, "Device '%r' not found");
    length = text_length(object->type->name);
    memcpy(run->where, object->type->name,
           length < sizeof run->where ? length + 1 : sizeof run->where);
    run->where[sizeof run->where - 1] = '\0';
    return monitor_error(run, "Property '%w.%r' not found");
}

/* Begins a request with string argument PATH and the name behind it, which lead to *PROPERTY, or
 * to NULL.  Returns 0, or -1 after what was said of them. */
static int request_place(struct monitor_run *run, unsigned path,
                         const struct object_property **property)
{
    bool ambiguous;
    const struct object *object = tree_resolve(monitor_string(run, path), &ambiguous);

    request_begin(run);
    request_text(run, "path", monitor_string(run, path));
    request_text(run, "property", monitor_string(run, path + 1));
    if (run->request_full) {
        (void)fail_full(run, object, path);
        return -1;
    }
    *property = object ? tree_find_property(object->type, monitor_string(run, path + 1)) : NULL;
    return 0;
}

int hmp_qom_get(struct monitor_run *run)
{
    enum { PATH };
    const struct object_property *property;

    if (request_place(run, PATH, &property) < 0 || monitor_execute(run, QMP_CMD_qom_get) < 0)
        return -1;
    return json_say_return(run);
}

/* QEMU's words for a text that is no number, which it says by sign. */
static int fail_to_set(struct monitor_run *run, const struct object_property *property)
{
    const struct object *owner = NULL;
    const struct object_property *meant = property ? tree_alias(&owner, property) : NULL;
    bool natural = meant && meant->kind == OBJECT_KIND_UINT;

    return values_fail(run,
                       natural ? "Parameter '%w' expects uint64" : "Parameter '%w' expects int64");
}

/* A number may have a plus here. */
static struct json_span without_plus(struct json_span text)
{
    if (text.length > 1 && text.text[0] == '+' && text.text[1] >= '0' && text.text[1] <= '9') {
        text.text++;
        text.length--;
    }
    return text;
}

int hmp_qom_set(struct monitor_run *run)
{
    enum { JSON, PATH, PROPERTY, VALUE };
    static const char value[] = "value";
    struct json_span text = monitor_string(run, VALUE);
    const struct object_property *property;

    if (request_place(run, PATH, &property) < 0)
        return -1;
    if (monitor_has(run, JSON)) {
        if (json_request(run, value, text) < 0)
            return -1;
        return monitor_execute(run, QMP_CMD_qom_set);
    }
    if (!request_value(run, value, property, without_plus(text)))
        request_text(run, value, text);
    return monitor_try(run, QMP_CMD_qom_set) == 0 ? 0 : fail_to_set(run, property);
}

#endif

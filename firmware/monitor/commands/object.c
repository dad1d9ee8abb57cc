/* object.c - object_add and object_del.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor/grammar/json.h"
#include "monitor/grammar/options.h"
#include "monitor/commands/types.h"
#include "monitor/grammar/values.h"

#if QMP_GROUP_MONITOR && QMP_GROUP_OBJECTS

#include "objects/tree.h"
#include "qmp/memory.h"

/* QMP has a line less to say of an id than the monitor; and that there is none it says before it
 * looks at the type, so the request then has one that is none either. */
static int fail(struct monitor_run *run, bool has_id)
{
    static const char no_identifier[] = "Parameter 'id' expects an identifier";
    uint32_t size = text_length(run->message) + 1;

    if (size != sizeof no_identifier || memcmp(run->message, no_identifier, size) != 0)
        return values_fail(run, "Parameter '%w' expects integer");
    if (!has_id)
        return monitor_error(run, "Parameter 'id' is missing");
    return monitor_error(run,
                         "Parameter 'id' expects an identifier\n"
                         "Identifiers consist of letters, digits, '-', '.', '_', starting with "
                         "a letter.");
}

static int add(struct monitor_run *run, const struct monitor_options *options,
               const struct object_type *type)
{
    static const char *const own[] = {"qom-type", "id", NULL};
    bool has_id = options_find(options, options_name("id")) != NULL;

    request_begin(run);
    request_options(run, options, type, own);
    if (!has_id)
        request_json(run, "id", "\"\"");
    return monitor_try(run, QMP_CMD_object_add) == 0 ? 0 : fail(run, has_id);
}

static int add_json(struct monitor_run *run, struct json_span text)
{
    if (json_request(run, NULL, text) < 0)
        return -1;
    return monitor_try(run, QMP_CMD_object_add) == 0 ? 0 : fail(run, true);
}

int hmp_object_add(struct monitor_run *run)
{
    struct json_span text = monitor_string(run, 0);
    const struct object_type *type;
    struct monitor_options options;
    const struct json_span *name;

    if (text.text[0] == '{')
        return add_json(run, text);
    if (options_take_keys(run, 0, "qom-type", &options) < 0)
        return -1;
    name = options_find(&options, options_name("qom-type"));
    type = name ? tree_find_type(*name) : NULL;
    if (!options.help)
        return add(run, &options, type);
    return type ? types_help_object(run, type) : types_list_objects(run);
}

int hmp_object_del(struct monitor_run *run)
{
    return monitor_pass_or(run, "object '%0' not found"); /* no id is that long */
}

#endif

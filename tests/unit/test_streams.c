/* test_streams.c - the protocol's own replies: each is valid JSON that says what it
 * should, and each of their pieces fits the smallest buffer there may be.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include <jansson.h>

#include "product.h"

#define SMALLEST_OUT_SIZE 512 /* of the small profile */

/* The return value of a command, made of pieces that each fit SMALLEST_OUT_SIZE. */
static json_t *value_of(unsigned command)
{
    size_t length;
    const char *text = product_value(command, SMALLEST_OUT_SIZE, &length);
    json_error_t error;
    json_t *value = json_loadb(text, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);

    if (!value)
        fail_msg("%s at %d: %.60s", error.text, error.position, text + error.position);
    return value;
}

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    assert_non_null(text);
    return text;
}

/* The element of LIST whose "name" is NAME (and whose meta-type is META). */
static const json_t *find(const json_t *list, const char *name, const char *meta)
{
    size_t i;
    const json_t *element;

    json_array_foreach(list, i, element) if (strcmp(text_of(element, "name"), name) == 0 &&
                                             (!meta || strcmp(text_of(element, "meta-type"),
                                                              meta) == 0)) return element;
    return NULL;
}

static void check_lists_the_image(const json_t *list, const char *meta)
{
    for (unsigned i = 0; i < QMP_CMD_COUNT; i++) {
        const char *name = qmp_schema.commands[i].name;

        assert_int_equal(find(list, name, meta) != NULL, product_has(i));
    }
}

static void query_commands_lists_every_command_of_the_image(void **state)
{
    json_t *list = value_of(QMP_CMD_query_commands);

    (void)state;
    check_lists_the_image(list, NULL);
    json_decref(list);
}

#if QMP_GROUP_GUEST
static void guest_info_lists_every_command_of_the_image(void **state)
{
    json_t *info = value_of(QMP_CMD_guest_info);

    (void)state;
    assert_string_equal(text_of(info, "version"), PRODUCT_PACKAGE);
    check_lists_the_image(json_object_get(info, "supported_commands"), NULL);
    json_decref(info);
}
#endif

static void agent_limits_tells_what_the_image_was_built_with(void **state)
{
    static const struct {
        const char *name;
        long long value;
    } limits[] = {
        {"nesting", QMP_NESTING_MAX},      {"message-size", QMP_MESSAGE_MAX},
        {"tokens", QMP_TOKENS_MAX},        {"queued-requests", QMP_QUEUE_MAX},
        {"oob-reserve", QMP_OOB_RESERVE},  {"output-buffer", QMP_OUT_SIZE},
        {"queued-events", QMP_EVENTS_MAX}, {"event-interval", QMP_EVENT_INTERVAL},
    };
    json_t *object = value_of(QMP_CMD_agent_limits);

    (void)state;
    assert_int_equal(json_object_size(object), COUNT(limits));
#if QMP_INTROSPECTION
    assert_int_equal(qmp_type_AgentLimits.count, COUNT(limits));
#endif
    for (size_t i = 0; i < COUNT(limits); i++) {
        json_t *value = json_object_get(object, limits[i].name);

        assert_true(json_is_integer(value));
        assert_true(json_integer_value(value) == limits[i].value);
#if QMP_INTROSPECTION
        assert_string_equal(qmp_type_AgentLimits.members[i].name, limits[i].name);
#endif
    }
    json_decref(object);
}

#if QMP_INTROSPECTION
/* The name must be that of an entity that is no command and no event. */
static void check_type_name(const json_t *schema, const char *name)
{
    size_t i;
    const json_t *entity;

    json_array_foreach(schema, i, entity)
    {
        const char *meta = text_of(entity, "meta-type");

        if (strcmp(text_of(entity, "name"), name) == 0 && strcmp(meta, "command") != 0 &&
            strcmp(meta, "event") != 0)
            return;
    }
    fail_msg("no type %s", name);
}

static void check_members(const json_t *schema, const json_t *entity, bool named, bool typed)
{
    const json_t *members = json_object_get(entity, "members"), *member;
    size_t i;

    assert_true(json_is_array(members));
    json_array_foreach(members, i, member)
    {
        if (named)
            (void)text_of(member, "name");
        if (typed)
            check_type_name(schema, text_of(member, "type"));
        if (json_object_get(member, "default"))
            assert_true(json_is_null(json_object_get(member, "default")));
    }
}

static void check_entity(const json_t *schema, const json_t *entity)
{
    const char *meta = text_of(entity, "meta-type");

    if (strcmp(meta, "command") == 0) {
        check_type_name(schema, text_of(entity, "arg-type"));
        check_type_name(schema, text_of(entity, "ret-type"));
    } else if (strcmp(meta, "event") == 0) {
        check_type_name(schema, text_of(entity, "arg-type"));
    } else if (strcmp(meta, "builtin") == 0) {
        (void)text_of(entity, "json-type");
    } else if (strcmp(meta, "array") == 0) {
        check_type_name(schema, text_of(entity, "element-type"));
    } else if (strcmp(meta, "enum") == 0) {
        assert_int_equal(json_array_size(json_object_get(entity, "values")),
                         json_array_size(json_object_get(entity, "members")));
        check_members(schema, entity, true, false);
    } else if (strcmp(meta, "object") == 0) {
        check_members(schema, entity, true, true);
    } else {
        assert_string_equal(meta, "alternate");
        check_members(schema, entity, false, true);
    }
}

static void query_qmp_schema_is_complete_and_refers_to_nothing_else(void **state)
{
    json_t *schema = value_of(QMP_CMD_query_qmp_schema);
    size_t i;
    const json_t *entity;

    (void)state;
    check_lists_the_image(schema, "command");
    for (i = 0; i < QMP_EVENT_COUNT; i++)
        assert_non_null(find(schema, qmp_schema.events[i].name, "event"));
    json_array_foreach(schema, i, entity) check_entity(schema, entity);
    json_decref(schema);
}

static void query_qmp_schema_describes_arguments_as_they_are_checked(void **state)
{
    json_t *schema = value_of(QMP_CMD_query_qmp_schema);
    const json_t *type, *member;

    (void)state;
    type =
        find(schema, text_of(find(schema, "agent-memory-read", "command"), "arg-type"), "object");
    assert_non_null(type);
    member = find(json_object_get(type, "members"), "address", NULL);
    assert_non_null(member);
    assert_string_equal(text_of(member, "type"), "int"); /* as QEMU: no widths */
    assert_null(json_object_get(member, "default"));
    member = find(json_object_get(type, "members"), "format", NULL);
    assert_non_null(member);
    assert_non_null(json_object_get(member, "default"));
    assert_true(
        json_is_true(json_object_get(find(schema, "agent-cancel", "command"), "allow-oob")));
    assert_null(json_object_get(find(schema, "query-commands", "command"), "allow-oob"));
    json_decref(schema);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(query_commands_lists_every_command_of_the_image),
#if QMP_GROUP_GUEST
        cmocka_unit_test(guest_info_lists_every_command_of_the_image),
#endif
        cmocka_unit_test(agent_limits_tells_what_the_image_was_built_with),
#if QMP_INTROSPECTION
        cmocka_unit_test(query_qmp_schema_is_complete_and_refers_to_nothing_else),
        cmocka_unit_test(query_qmp_schema_describes_arguments_as_they_are_checked),
#endif
    };

    return cmocka_run_group_tests_name("streams", tests, NULL, NULL);
}

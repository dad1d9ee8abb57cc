/* test_schema.c - the product's schema keeps to what the code that reads it assumes.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "qmp/server.h"

#define ARRAY_INDEX_MAX 5 /* digits of an index: a message has not more tokens */

static bool is_scalar(const struct qmp_type *type)
{
    return type->meta == QMP_BUILTIN || type->meta == QMP_ENUM;
}

static void schema_lists_its_commands_in_ascending_order(void **state)
{
    (void)state;
    assert_int_equal(qmp_schema.command_count, QMP_CMD_COUNT);
    for (unsigned i = 1; i < qmp_schema.command_count; i++)
        if (strcmp(qmp_schema.commands[i - 1].name, qmp_schema.commands[i].name) >= 0)
            fail_msg("%s is out of order", qmp_schema.commands[i].name);
}

static void schema_numbers_commands_and_events_as_code_does(void **state)
{
    (void)state;
    assert_string_equal(qmp_schema.commands[QMP_CMD_cont].name, "cont");
    assert_string_equal(qmp_schema.commands[QMP_CMD_qmp_capabilities].name, "qmp_capabilities");
    assert_string_equal(qmp_schema.commands[QMP_CMD_system_reset].name, "system_reset");
    assert_int_equal(qmp_schema.event_count, QMP_EVENT_COUNT);
    assert_string_equal(qmp_schema.events[QMP_EVENT_AGENT_EVENTS_DROPPED].name,
                        "AGENT_EVENTS_DROPPED");
    assert_string_equal(qmp_schema.events[QMP_EVENT_STOP].name, "STOP");
}

/* The enums of schema.h that code uses by number. */
static void schema_numbers_enum_values_as_code_does(void **state)
{
    (void)state;
    assert_string_equal(qmp_type_RunState.values[QMP_RUN_PAUSED], "paused");
    assert_string_equal(qmp_type_RunState.values[QMP_RUN_PRELAUNCH], "prelaunch");
    assert_string_equal(qmp_type_RunState.values[QMP_RUN_RUNNING], "running");
    assert_string_equal(qmp_type_RunState.values[QMP_RUN_SHUTDOWN], "shutdown");
    assert_string_equal(qmp_type_ShutdownCause.values[QMP_CAUSE_QUIT], "host-qmp-quit");
    assert_string_equal(qmp_type_ShutdownCause.values[QMP_CAUSE_RESET], "host-qmp-system-reset");
    assert_string_equal(qmp_type_ShutdownCause.values[QMP_CAUSE_GUEST_SHUTDOWN], "guest-shutdown");
    assert_string_equal(qmp_type_AgentMemoryFormat.values[QMP_FORMAT_HEX], "hex");
    assert_string_equal(qmp_type_AgentMemoryFormat.values[QMP_FORMAT_BASE64], "base64");
}

/* The values of an object's tag, 0 of one that is no union; and the branch of one, or NULL. */
static unsigned branch_count(const struct qmp_type *type)
{
#if QMP_UNIONS
    if (type->meta == QMP_OBJECT && type->branches)
        return type->members[type->tag].type->count;
#endif
    (void)type;
    return 0;
}

static const struct qmp_type *branch(const struct qmp_type *type, unsigned n)
{
#if QMP_UNIONS
    return type->branches[n];
#else
    (void)type;
    (void)n;
    return NULL;
#endif
}

/* Those of the largest branch stand behind the type's own. */
static void schema_gives_commands_at_most_the_arguments_that_fit(void **state)
{
    (void)state;
    for (unsigned i = 0; i < qmp_schema.command_count; i++) {
        const struct qmp_type *type = qmp_schema.commands[i].arguments;
        unsigned most = 0;

        assert_non_null(type);
        assert_int_equal(type->meta, QMP_OBJECT);
        for (unsigned b = 0; b < branch_count(type); b++)
            if (branch(type, b) && branch(type, b)->count > most)
                most = branch(type, b)->count;
        assert_in_range(type->count + most, 0, QMP_ARGUMENTS_MAX);
    }
}

/* An object is given as JSON, which needs room for text. */
static bool fits_an_event(const struct qmp_type *type)
{
    return is_scalar(type) || (QMP_EVENT_TEXT > 0 && type->meta == QMP_OBJECT);
}

static void schema_gives_events_data_that_fits(void **state)
{
    (void)state;
    for (unsigned i = 0; i < qmp_schema.event_count; i++) {
        const struct qmp_type *type = qmp_schema.events[i].data;

        assert_non_null(type);
        assert_int_equal(type->meta, QMP_OBJECT);
        assert_in_range(type->count, 0, QMP_EVENT_DATA);
        for (unsigned m = 0; m < type->count; m++) {
            assert_true(fits_an_event(type->members[m].type));
        }
    }
}

static void schema_tells_of_dropped_events_with_their_count_alone(void **state)
{
    const struct qmp_type *type = qmp_schema.events[QMP_EVENT_AGENT_EVENTS_DROPPED].data;

    (void)state;
    assert_int_equal(type->count, 1);
    assert_string_equal(type->members[0].name, "count");
    assert_false(qmp_schema.events[QMP_EVENT_AGENT_EVENTS_DROPPED].rate_limited);
}

/* Walks what TYPE contains; DEPTH objects and arrays are around it already, and the
 * path to it has PATH bytes. */
static void check_argument(const struct qmp_type *type, unsigned depth, size_t path)
{
    assert_in_range(path, 0, QMP_WHERE_MAX - 1);
    if (is_scalar(type))
        return;
    if (type->meta != QMP_ALTERNATE)
        assert_in_range(++depth, 1, QMP_CHECK_DEPTH);
    if (type->meta == QMP_ARRAY) {
        check_argument(type->element, depth, path + ARRAY_INDEX_MAX + 2);
        return;
    }
    for (unsigned i = 0; i < type->count; i++)
        check_argument(type->members[i].type, depth,
                       type->meta == QMP_ALTERNATE
                           ? path
                           : path + (path ? 1 : 0) + strlen(type->members[i].name));
    /* A branch's members are the object's: as deep, and with the same path. */
    for (unsigned b = 0; b < branch_count(type); b++)
        if (branch(type, b))
            check_argument(branch(type, b), depth - 1, path);
}

static void schema_nests_arguments_no_deeper_than_checking_goes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        check_argument(qmp_schema.commands[i].arguments, 0, 0);
}

/* They are written without escapes. */
static void check_name(const char *name)
{
    for (const char *c = name; *c; c++)
        assert_true((*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                    (*c >= '0' && *c <= '9') || *c == '-' || *c == '_');
}

static void schema_names_commands_and_events_without_need_of_escapes(void **state)
{
    (void)state;
    for (unsigned i = 0; i < qmp_schema.command_count; i++)
        check_name(qmp_schema.commands[i].name);
    for (unsigned i = 0; i < qmp_schema.event_count; i++)
        check_name(qmp_schema.events[i].name);
}

/* All types there are; an image without introspection has only some of them. */
#if QMP_INTROSPECTION
/* An alternate chooses by the JSON type, so no two branches may share one. */
static void check_branches(const struct qmp_type *type)
{
    for (unsigned a = 0; a < type->count; a++) {
        const struct qmp_type *x = type->members[a].type;

        assert_int_not_equal(x->meta, QMP_ALTERNATE);
        for (unsigned b = a + 1; b < type->count; b++) {
            const struct qmp_type *y = type->members[b].type;
            bool x_is_text = x->meta == QMP_ENUM || (x->meta == QMP_BUILTIN && !x->json);
            bool y_is_text = y->meta == QMP_ENUM || (y->meta == QMP_BUILTIN && !y->json);

            assert_false(x_is_text && y_is_text);
            assert_false(x->meta == y->meta && x->meta != QMP_BUILTIN);
            assert_false(x->meta == QMP_BUILTIN && y->meta == QMP_BUILTIN && x->json == y->json);
        }
    }
}

static const struct qmp_type *const all_types[] = {
#define QMP_TYPE(group, id) QMP_IN_##group(&qmp_type_##id, )
#include "qmp/types.def"
#undef QMP_TYPE
};

static bool is_listed(const struct qmp_type *type)
{
    for (size_t i = 0; i < COUNT(all_types); i++)
        if (all_types[i] == type)
            return true;
    return false;
}

static bool has_member(const struct qmp_type *type, const char *name)
{
    for (unsigned i = 0; i < type->count; i++)
        if (strcmp(type->members[i].name, name) == 0)
            return true;
    return false;
}

/* A union's tag is an enum that must be there; each of its values has a branch, an object, or
 * none, whose members are not the union's.  (That there are as many branches as values shows
 * under the address sanitizer.) */
static void check_union(const struct qmp_type *type)
{
#if QMP_UNIONS
    if (!type->branches)
        return;
    assert_in_range(type->tag, 0, type->count - 1);
    assert_int_equal(type->members[type->tag].type->meta, QMP_ENUM);
    assert_false(type->members[type->tag].optional);
#endif
    for (unsigned b = 0; b < branch_count(type); b++) {
        const struct qmp_type *of = branch(type, b);

        if (!of)
            continue;
        if (!is_listed(of))
            fail_msg("a branch of %s is not listed", type->name);
        assert_int_equal(of->meta, QMP_OBJECT);
        assert_int_equal(branch_count(of), 0); /* checking goes no further */
        for (unsigned i = 0; i < of->count; i++)
            assert_false(has_member(type, of->members[i].name));
    }
}

static void check_type(const struct qmp_type *type)
{
    assert_non_null(type->name);
    switch (type->meta) {
    case QMP_BUILTIN:
        assert_in_range(type->json, QMP_STRING, QMP_VALUE);
        assert_true(type->json != QMP_INT || type->bits == 8 || type->bits == 16 ||
                    type->bits == 32 || type->bits == 64);
        break;
    case QMP_ENUM:
        assert_in_range(type->count, 1, 255);
        for (unsigned i = 0; i < type->count; i++)
            for (unsigned k = 0; k < i; k++)
                assert_string_not_equal(type->values[i], type->values[k]);
        break;
    case QMP_ARRAY:
        assert_true(is_listed(type->element));
        break;
    case QMP_ALTERNATE:
        check_branches(type);
        /* fall through */
    default:
        if (type->meta == QMP_OBJECT)
            check_union(type);
        for (unsigned i = 0; i < type->count; i++) {
            if (!is_listed(type->members[i].type))
                fail_msg("%s.%s is of a type that is not listed", type->name,
                         type->members[i].name);
            for (unsigned k = 0; k < i; k++)
                assert_string_not_equal(type->members[i].name, type->members[k].name);
        }
        break;
    }
}

static void schema_lists_every_type_it_refers_to(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(all_types); i++)
        check_type(all_types[i]);
    for (unsigned i = 0; i < qmp_schema.command_count; i++) {
        assert_true(is_listed(qmp_schema.commands[i].arguments));
        assert_true(is_listed(qmp_schema.commands[i].returns));
    }
    for (unsigned i = 0; i < qmp_schema.event_count; i++)
        assert_true(is_listed(qmp_schema.events[i].data));
    assert_int_equal(qmp_schema.type_count, COUNT(all_types));
    for (unsigned i = 0; i < qmp_schema.type_count; i++)
        assert_ptr_equal(qmp_schema.types[i], all_types[i]);
}

static void schema_names_no_type_twice(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(all_types); i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(all_types[i]->name, all_types[k]->name);
}

static void schema_names_members_and_values_without_need_of_escapes(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(all_types); i++) {
        const struct qmp_type *type = all_types[i];

        if (type->meta == QMP_ENUM)
            for (unsigned k = 0; k < type->count; k++)
                check_name(type->values[k]);
        else if (type->meta == QMP_OBJECT)
            for (unsigned k = 0; k < type->count; k++)
                check_name(type->members[k].name);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(schema_lists_its_commands_in_ascending_order),
        cmocka_unit_test(schema_numbers_commands_and_events_as_code_does),
        cmocka_unit_test(schema_numbers_enum_values_as_code_does),
        cmocka_unit_test(schema_gives_commands_at_most_the_arguments_that_fit),
        cmocka_unit_test(schema_gives_events_data_that_fits),
        cmocka_unit_test(schema_tells_of_dropped_events_with_their_count_alone),
        cmocka_unit_test(schema_nests_arguments_no_deeper_than_checking_goes),
        cmocka_unit_test(schema_names_commands_and_events_without_need_of_escapes),
#if QMP_INTROSPECTION
        cmocka_unit_test(schema_lists_every_type_it_refers_to),
        cmocka_unit_test(schema_names_no_type_twice),
        cmocka_unit_test(schema_names_members_and_values_without_need_of_escapes),
#endif
    };

    return cmocka_run_group_tests_name("schema", tests, NULL, NULL);
}

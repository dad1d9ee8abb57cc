/* test_object_create.c - object-add, device_add and their opposites over the test's own types.
 *
 * Texts of errors are those of qemu-system-riscv64 7.2 where it has the same error.  (On boards:
 * tests/board/test_create.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "specimens.h"

#include "agent/agent.h"
#include "agent/objects.h"
#include "commands/commands.h"
#include "objects/pool.h"
#include "watch.h"

/* ----------------------------------------------------------------------- types */

struct note {
    int32_t value;
    char text[8];
    const struct object *peer;
};

static const struct object *forgotten; /* by the watches */
static unsigned finalized;

void watch_forget(struct agent *agent, const struct object *object)
{
    (void)agent;
    forgotten = object;
}

static const char *complete_note(const struct object *object)
{
    return ((struct note *)object->state)->value == 13 ? "Thirteen is unlucky" : NULL;
}

static void finalize_note(const struct object *object)
{
    assert_ptr_equal(forgotten, object); /* nobody looks at it any more */
    finalized++;
}

static const struct note first_note = {.value = 7, .text = "new"};
static const struct object_type note_type;
static const struct object_property note_properties[] = {
    OBJECT_INT("value", 32, struct note, value, OBJECT_READ_WRITE, 0, 100, ""),
    OBJECT_TEXT("text", struct note, text, OBJECT_READ_WRITE, ""),
    OBJECT_LINK("peer", "note", &note_type, struct note, peer, OBJECT_READ_WRITE, ""),
    OBJECT_COUNTER("read", 32, struct note, value, ""),
};
static const struct object_type note_type = {.name = "note",
                                             .parent = &object_base,
                                             .properties = note_properties,
                                             .property_count = COUNT(note_properties),
                                             .initial = &first_note,
                                             .state_size = sizeof first_note,
                                             .complete = complete_note,
                                             .finalize = finalize_note};
OBJECT_LISTED("object_types", &note_type);

/* States of the size that fits, and of one byte more. */
static const char bytes[AGENT_OBJECT_STATE + 1] = {[AGENT_OBJECT_STATE - 1] = 'z'};
static const struct object_type most_type = {
    .name = "most", .parent = &object_device, .initial = bytes, .state_size = AGENT_OBJECT_STATE};
OBJECT_LISTED("object_types", &most_type);
static const struct object_type over_type = {.name = "over",
                                             .parent = &object_device,
                                             .initial = bytes,
                                             .state_size = AGENT_OBJECT_STATE + 1};
OBJECT_LISTED("object_types", &over_type);

/* ------------------------------------------------------------------------- rig */

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
    [QMP_CMD_device_add] = agent_device_add,
    [QMP_CMD_device_del] = agent_device_del,
    [QMP_CMD_object_add] = agent_object_add,
    [QMP_CMD_object_del] = agent_object_del,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_qom_get] = agent_qom_get,
    [QMP_CMD_qom_list] = agent_qom_list,
    [QMP_CMD_qom_set] = agent_qom_set,
};

static struct rig *start(void)
{
    const struct object *object;

    while ((object = pool_object(0)) != NULL)
        pool_delete(object);
    finalized = 0;
    forgotten = NULL;
    return rig_negotiated(&qmp_schema, handlers);
}

/* object-add of a note called ID; MORE are further members. */
static void add(struct rig *rig, const char *id, const char *more)
{
    char arguments[200];

    snprintf(arguments, sizeof arguments, "{\"qom-type\":\"note\",\"id\":\"%s\"%s}", id, more);
    expect_return(rig, "object-add", arguments, "{}");
}

static void refuse(struct rig *rig, const char *id, const char *more, const char *desc)
{
    char arguments[200];

    snprintf(arguments, sizeof arguments, "{\"qom-type\":\"note\",\"id\":\"%s\"%s}", id, more);
    expect_error(rig, "object-add", arguments, "GenericError", desc);
    assert_int_equal(finalized, 0);
}

/* ----------------------------------------------------------------------- tests */

static void object_add_makes_an_object_that_begins_as_its_type_says(void **state)
{
    struct rig *rig = start();

    (void)state;
    add(rig, "a", "");
    expect_get(rig, "/objects/a", "value", "7");
    expect_get(rig, "/objects/a", "text", "\"new\"");
    add(rig, "b", ",\"text\":\"b\",\"value\":100,\"peer\":\"a\"");
    expect_get(rig, "b", "value", "100");
    expect_get(rig, "b", "peer", "\"/objects/a\"");
    expect_set(rig, "a", "value", "1");
    expect_get(rig, "b", "value", "100");
    assert_int_equal(first_note.value, 7);
    rig_free(rig);
}

static void object_add_refuses_and_leaves_nothing_behind(void **state)
{
    static const struct {
        const char *id, *more, *desc;
    } rows[] = {
        {"x", ",\"value\":101",
         "Property note.value doesn't take value 101 (minimum: 0, maximum: 100)"},
        {"x", ",\"value\":1,\"foo\":1", "Parameter 'foo' is unexpected"},
        {"x", ",\"read\":1", "Property 'note.read' is not writable"},
        {"x", ",\"text\":5", "Invalid parameter type for 'text', expected: string"},
        {"x", ",\"value\":13", "Thirteen is unlucky"},
        {"1m", "", "Parameter 'id' expects an identifier"},
        {"", "", "Parameter 'id' expects an identifier"},
        {"a", "", "attempt to add duplicate property 'a' to object (type 'container')"},
        {"twin", "", "attempt to add duplicate property 'twin' to object (type 'container')"},
        {"abcdefghijklmnopqrstuvwxyz123456", "", "Parameter 'id' is longer than 31 bytes"},
    };
    struct rig *rig = start();

    (void)state;
    add(rig, "a", "");
    for (size_t i = 0; i < COUNT(rows); i++) {
        refuse(rig, rows[i].id, rows[i].more, rows[i].desc);
        assert_null(pool_object(1));
    }
    expect_error(rig, "object-add", "{\"qom-type\":\"specimen\",\"id\":\"x\"}", "GenericError",
                 "Parameter 'qom-type' does not accept value 'specimen'");
    expect_error(rig, "object-add", "{\"qom-type\":\"mirror\",\"id\":\"x\"}", "GenericError",
                 "Parameter 'qom-type' does not accept value 'mirror'");
    rig_free(rig);
}

static void objects_take_turns_in_a_pool_of_so_many(void **state)
{
    struct rig *rig = start();
    const struct object *deleted;
    char id[8], desc[80];

    (void)state;
    for (int i = 0; i < AGENT_OBJECTS_MAX; i++) {
        snprintf(id, sizeof id, "o%d", i);
        add(rig, id, "");
    }
    snprintf(desc, sizeof desc, "There are %d created objects already: no room", AGENT_OBJECTS_MAX);
    refuse(rig, "more", "", desc);
    expect_error(rig, "device_add", "{\"driver\":\"most\"}", "GenericError", desc);
    deleted = pool_object(0);
    expect_return(rig, "object-del", "{\"id\":\"o0\"}", "{}");
    expect_return(rig, "object-del", "{\"id\":\"o1\"}", "{}");
    add(rig, "p", "");
    add(rig, "q", "");
    assert_true(pool_owns(deleted)); /* its place is taken again */
    assert_null(pool_object(AGENT_OBJECTS_MAX));
    rig_free(rig);
}

/* A reply under way may still tell of it. */
static void a_deleted_object_s_place_is_the_last_to_be_taken_again(void **state)
{
    struct rig *rig = start();
    const struct object *deleted;

    (void)state;
    add(rig, "a", "");
    deleted = pool_object(0);
    expect_return(rig, "object-del", "{\"id\":\"a\"}", "{}");
    for (int i = 0; i < AGENT_OBJECTS_MAX - 1; i++) {
        add(rig, "b", "");
        assert_ptr_not_equal(pool_object(0), deleted);
        expect_return(rig, "object-del", "{\"id\":\"b\"}", "{}");
    }
    assert_string_equal(deleted->name, "a");
    rig_free(rig);
}

static void objects_have_at_most_the_state_that_fits_the_pool(void **state)
{
    struct rig *rig = start();
    char desc[100];

    (void)state;
    expect_return(rig, "device_add", "{\"driver\":\"most\",\"id\":\"m\"}", "{}");
    assert_memory_equal(pool_object(0)->state, bytes, AGENT_OBJECT_STATE);
    snprintf(desc, sizeof desc, "An object of this type does not fit the pool: it has %d bytes",
             AGENT_OBJECT_STATE + 1);
    expect_error(rig, "device_add", "{\"driver\":\"over\",\"id\":\"o\"}", "GenericError", desc);
    rig_free(rig);
}

static void object_del_ends_what_is_not_in_use(void **state)
{
    struct rig *rig = start();

    (void)state;
    add(rig, "a", "");
    add(rig, "b", ",\"peer\":\"a\"");
    expect_error(rig, "object-del", "{\"id\":\"a\"}", "GenericError",
                 "object 'a' is in use, can not be deleted");
    assert_int_equal(finalized, 0);
    assert_null(forgotten);
    expect_set(rig, "b", "peer", "\"\"");
    expect_return(rig, "object-del", "{\"id\":\"a\"}", "{}");
    assert_int_equal(finalized, 1);
    expect_error(rig, "object-del", "{\"id\":\"a\"}", "GenericError", "object 'a' not found");
    expect_error(rig, "object-del", "{\"id\":\"/objects/b\"}", "GenericError",
                 "object '/objects/b' not found");
    expect_return(rig, "object-del", "{\"id\":\"b\"}", "{}");
    assert_int_equal(finalized, 2);
    rig_free(rig);
}

/* It is nobody else's business. */
static void an_object_that_links_to_itself_can_be_deleted(void **state)
{
    struct rig *rig = start();

    (void)state;
    add(rig, "a", "");
    expect_set(rig, "a", "peer", "\"a\"");
    expect_return(rig, "object-del", "{\"id\":\"a\"}", "{}");
    assert_int_equal(finalized, 1);
    rig_free(rig);
}

static void objects_that_the_program_has_cannot_be_deleted(void **state)
{
    struct rig *rig = start();

    (void)state;
    expect_error(rig, "object-del", "{\"id\":\"twin\"}", "GenericError",
                 "object 'twin' is in use, can not be deleted");
    expect_get(rig, "/objects/twin", "type", "\"container\"");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(object_add_makes_an_object_that_begins_as_its_type_says),
        cmocka_unit_test(object_add_refuses_and_leaves_nothing_behind),
        cmocka_unit_test(objects_take_turns_in_a_pool_of_so_many),
        cmocka_unit_test(a_deleted_object_s_place_is_the_last_to_be_taken_again),
        cmocka_unit_test(objects_have_at_most_the_state_that_fits_the_pool),
        cmocka_unit_test(object_del_ends_what_is_not_in_use),
        cmocka_unit_test(an_object_that_links_to_itself_can_be_deleted),
        cmocka_unit_test(objects_that_the_program_has_cannot_be_deleted),
    };

    return cmocka_run_group_tests_name("object creation", tests, NULL, NULL);
}

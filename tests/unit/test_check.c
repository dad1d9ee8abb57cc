/* test_check.c - arguments are checked against the schema, in QEMU's order and with its
 * texts.  (Integers: test_check_integers.c.)
 *
 * SPDX-License-Identifier: MIT */
#include "check_schema.h"

#define MISSING(name)      "Parameter '" name "' is missing"
#define UNEXPECTED(name)   "Parameter '" name "' is unexpected"
#define WANTED(name, type) "Invalid parameter type for '" name "', expected: " type

static void check_wants_every_member_that_is_not_optional(void **state)
{
    static const struct check_row rows[] = {
        {"some", "{\"first\":\"\",\"second\":0}", NULL},
        {"some", "{\"second\":0,\"third\":true,\"first\":\"\"}", NULL},
        {"some", "{}", MISSING("first")},
        {"some", "{\"second\":1}", MISSING("first")},
        {"some", "{\"first\":\"\"}", MISSING("second")},
        {"some", "{\"third\":true}", MISSING("first")},
        {"some", "{\"First\":\"\",\"second\":0}", MISSING("first")},
        {"scalars", "{}", NULL},
        {"nested", "{}", MISSING("point")},
        {"nested", "{\"point\":{}}", MISSING("point.x")},
        {"nested", "{\"point\":{\"y\":1}}", MISSING("point.x")},
        {"nested", "{\"point\":{\"x\":1},\"path\":[{\"x\":1},{}]}", MISSING("path[1].x")},
        {"nested", "{\"point\":{\"x\":1},\"deep\":[[],[{\"x\":1},{\"x\":2},{}]]}",
         MISSING("deep[1][2].x")},
        {"nested", "{\"point\":{\"x\":1},\"box\":{}}", MISSING("box.corner")},
        {"nested", "{\"point\":{\"x\":1},\"box\":{\"corner\":{}}}", MISSING("box.corner.x")},
    };

    (void)state;
    check_rows(&check_schema, check_handlers, rows, COUNT(rows));
}

static void check_refuses_members_it_does_not_know(void **state)
{
    static const struct check_row rows[] = {
        {"scalars", "{\"foo\":1}", UNEXPECTED("foo")},
        {"scalars", "{\"foo\":{\"a\":[1,2]}}", UNEXPECTED("foo")},
        {"scalars", "{\"str\":\"x\",\"foo\":1,\"bool\":true}", UNEXPECTED("foo")},
        {"scalars", "{\"foo\":1,\"bar\":2}", UNEXPECTED("bar")}, /* the last, as QEMU */
        {"scalars", "{\"__org.x\":1}", UNEXPECTED("__org.x")},
        {"scalars", "{\"\":1}", UNEXPECTED("")},
        {"scalars", "{\"Str\":\"x\"}", UNEXPECTED("Str")},
        {"scalars", "{\"a\\\"\\u00e9\\n\":1}", UNEXPECTED("a\\\"\\u00E9\\n")},
        {"nested", "{\"point\":{\"x\":1,\"z\":3}}", UNEXPECTED("point.z")},
        {"nested", "{\"point\":{\"x\":1},\"path\":[{\"x\":1},{\"x\":2,\"z\":3}]}",
         UNEXPECTED("path[1].z")},
        {"nested", "{\"point\":{\"x\":1},\"deep\":[[{\"x\":2,\"z\":3}]]}",
         UNEXPECTED("deep[0][0].z")},
        {"nested", "{\"point\":{\"x\":1},\"box\":{\"corner\":{\"x\":2,\"z\":3}}}",
         UNEXPECTED("box.corner.z")},
        {"nested", "{\"point\":{\"x\":1},\"z\":[]}", UNEXPECTED("z")},
    };

    (void)state;
    check_rows(&check_schema, check_handlers, rows, COUNT(rows));
}

static void check_finds_what_is_missing_or_wrong_before_what_is_unexpected(void **state)
{
    static const struct check_row rows[] = {
        {"some", "{\"foo\":1}", MISSING("first")},
        {"some", "{\"foo\":1,\"first\":\"\"}", MISSING("second")},
        {"some", "{\"foo\":1,\"first\":1,\"second\":1}", WANTED("first", "string")},
        {"some", "{\"second\":\"x\"}", MISSING("first")},
        {"some", "{\"second\":\"x\",\"first\":1}", WANTED("first", "string")},
        {"nested", "{\"foo\":1,\"point\":{\"z\":1}}", MISSING("point.x")},
        {"nested", "{\"foo\":1,\"point\":{\"x\":1,\"z\":1}}", UNEXPECTED("point.z")},
        {"nested", "{\"point\":{\"x\":1,\"z\":1},\"path\":5}", UNEXPECTED("point.z")},
    };

    (void)state;
    check_rows(&check_schema, check_handlers, rows, COUNT(rows));
}

/* Every builtin type with a value of every JSON type. */
static void check_wants_values_of_the_builtin_types(void **state)
{
    static const char *const values[] = {"\"x\"", "1", "1.5", "true", "false", "null", "[]", "{}"};
    static const struct {
        const char *member, *expected;
        const char *accepted; /* a + for each of the values above */
    } types[] = {
        {"str", "string", "+-------"},   {"number", "number", "-++-----"},
        {"bool", "boolean", "---++---"}, {"null", "null", "-----+--"},
        {"any", "", "++++++++"},
    };
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    for (size_t t = 0; t < COUNT(types); t++) {
        for (size_t v = 0; v < COUNT(values); v++) {
            char arguments[64], desc[128];

            snprintf(arguments, sizeof arguments, "{\"%s\":%s}", types[t].member, values[v]);
            snprintf(desc, sizeof desc, WANTED("%s", "%s"), types[t].member, types[t].expected);
            check_arguments(rig, "scalars", arguments, types[t].accepted[v] == '+' ? NULL : desc);
        }
    }
    rig_free(rig);
}

static void check_wants_objects_and_arrays_where_they_belong(void **state)
{
    static const struct check_row rows[] = {
        {"nested", "{\"point\":[]}", WANTED("point", "object")},
        {"nested", "{\"point\":1}", WANTED("point", "object")},
        {"nested", "{\"point\":null}", WANTED("point", "object")},
        {"nested", "{\"point\":{\"x\":1},\"path\":{}}", WANTED("path", "array")},
        {"nested", "{\"point\":{\"x\":1},\"path\":\"x\"}", WANTED("path", "array")},
        {"nested", "{\"point\":{\"x\":1},\"path\":[]}", NULL},
        {"nested", "{\"point\":{\"x\":1},\"path\":[\"a\"]}", WANTED("path[0]", "object")},
        {"nested", "{\"point\":{\"x\":1},\"path\":[{\"x\":1},[]]}", WANTED("path[1]", "object")},
        {"nested", "{\"point\":{\"x\":1},\"deep\":[[],7]}", WANTED("deep[1]", "array")},
        {"nested", "{\"point\":{\"x\":1},\"deep\":[[],[],[{\"x\":1},0]]}",
         WANTED("deep[2][1]", "object")},
        {"nested", "{\"point\":{\"x\":\"1\"}}", WANTED("point.x", "integer")},
        {"nested", "{\"point\":{\"x\":1},\"path\":[{\"x\":1,\"y\":true}]}",
         WANTED("path[0].y", "integer")},
        {"nested", "{\"point\":{\"x\":1},\"box\":{\"corner\":{\"x\":[]}}}",
         WANTED("box.corner.x", "integer")},
    };

    (void)state;
    check_rows(&check_schema, check_handlers, rows, COUNT(rows));
}

static void check_wants_a_value_of_the_enum(void **state)
{
    static const struct check_row rows[] = {
        {"various", "{\"color\":\"red\"}", NULL},
        {"various", "{\"color\":\"dark-blue\"}", NULL},
        {"various", "{\"color\":\"d\\u0061rk-blue\"}", NULL},
        {"various", "{\"color\":\"explode\"}", "Parameter 'color' does not accept value 'explode'"},
        {"various", "{\"color\":\"RED\"}", "Parameter 'color' does not accept value 'RED'"},
        {"various", "{\"color\":\"\"}", "Parameter 'color' does not accept value ''"},
        {"various", "{\"color\":\"red\\u0000\"}",
         "Parameter 'color' does not accept value 'red\\u0000'"},
        {"various", "{\"color\":1}", WANTED("color", "string")},
        {"various", "{\"color\":null}", WANTED("color", "string")},
        {"various", "{\"colors\":[\"red\",\"red\"]}", NULL},
        /* QEMU does not name an element. */
        {"various", "{\"colors\":[\"red\",\"pink\"]}",
         "Parameter 'null' does not accept value 'pink'"},
        {"various", "{\"colors\":[\"red\",2]}", WANTED("colors[1]", "string")},
    };

    (void)state;
    check_rows(&check_schema, check_handlers, rows, COUNT(rows));
}

/* As QEMU 7.2 answers blockdev-add with "file": 5 and quorum with "children": [5]. */
static void check_chooses_the_branch_of_an_alternate_by_the_type_of_the_value(void **state)
{
    static const struct check_row rows[] = {
        {"various", "{\"ref\":\"name\"}", NULL},
        {"various", "{\"ref\":5}", NULL},
        {"various", "{\"ref\":{\"x\":5}}", NULL},
        {"various", "{\"ref\":{\"x\":5,\"z\":6}}", UNEXPECTED("ref.z")},
        {"various", "{\"ref\":{}}", MISSING("ref.x")},
        {"various", "{\"ref\":1.5}", WANTED("ref", "integer")},
        {"various", "{\"ref\":true}", WANTED("ref", "Ref")},
        {"various", "{\"ref\":null}", WANTED("ref", "Ref")},
        {"various", "{\"ref\":[]}", WANTED("ref", "Ref")},
        {"various", "{\"refs\":[\"a\",1,{\"x\":2}]}", NULL},
        {"various", "{\"refs\":[\"a\",{\"y\":2}]}", MISSING("refs[1].x")},
        {"various", "{\"refs\":[\"a\",true]}", WANTED("null", "Ref")},
    };

    (void)state;
    check_rows(&check_schema, check_handlers, rows, COUNT(rows));
}

static void check_lets_arguments_be_absent_where_none_is_needed(void **state)
{
    struct rig *rig = rig_negotiated(&check_schema, check_handlers);

    (void)state;
    check_arguments(rig, "nothing", "{}", NULL);
    check_arguments(rig, "nothing", "{\"x\":1}", UNEXPECTED("x"));
    rig_send(rig, "{\"execute\":\"nothing\"}{\"execute\":\"scalars\"}{\"execute\":\"some\"}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, "{\"return\": {}}");
    rig_expect(rig, "{\"error\": {\"class\": \"GenericError\", "
                    "\"desc\": \"" MISSING("first") "\"}}");
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(check_wants_every_member_that_is_not_optional),
        cmocka_unit_test(check_refuses_members_it_does_not_know),
        cmocka_unit_test(check_finds_what_is_missing_or_wrong_before_what_is_unexpected),
        cmocka_unit_test(check_wants_values_of_the_builtin_types),
        cmocka_unit_test(check_wants_objects_and_arrays_where_they_belong),
        cmocka_unit_test(check_wants_a_value_of_the_enum),
        cmocka_unit_test(check_chooses_the_branch_of_an_alternate_by_the_type_of_the_value),
        cmocka_unit_test(check_lets_arguments_be_absent_where_none_is_needed),
    };

    return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}

/* test_monitor_objects.c - the human monitor's commands that create objects, read and set
 * properties, read and write the console, and list memories.
 *
 * SPDX-License-Identifier: MIT */
#include "board_test.h"
#include "human.h"
#include "text.h"

static void objects_are_created_set_read_and_deleted(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "object_add profile,id=day,step=0x10,repeat=no", "");
    says(line, "object_add profile,id=day",
         "Error: attempt to add duplicate property 'day' to object (type 'container')\r\n");
    says(line, "qom-list /objects", "type (string)\r\nday (child<profile>)\r\n");
    says(line, "qom-get day step", "16\r\n");
    says(line, "qom-get day repeat", "false\r\n");
    says(line, "qom-set day step 2000", "");
    says(line, "qom-set -j day points [1,-2,3,4,5,6,7,8,9,10,11,12,13,14,15,1000000]", "");
    says(line, "qom-get day points",
         "[\r\n    1,\r\n    -2,\r\n    3,\r\n    4,\r\n    5,\r\n    6,\r\n    7,\r\n    8,\r\n"
         "    9,\r\n    10,\r\n    11,\r\n    12,\r\n    13,\r\n    14,\r\n    15,\r\n"
         "    1000000\r\n]\r\n");
    says(line, "qom-set day step abc", "Error: Parameter 'step' expects uint64\r\n");
    says(line, "qom-set temperature profile day", "");
    says(line, "qom-get temperature profile", "\"/objects/day\"\r\n");
    says(line, "object_del day", "Error: object 'day' is in use, can not be deleted\r\n");
    says(line, "qom-set -j temperature profile \\\"\\\"", "");
    says(line, "object_del day", "");
    says(line, "object_del day", "Error: object 'day' not found\r\n");
    says(line, "qom-get day step", "Error: Device 'day' not found\r\n");
}

static void qom_list_tells_what_qmp_tells(void **state)
{
    static const char *const paths[] = {"/", "/machine/unattached", "hub", "temperature"};
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(paths); i++) {
        struct qmpc_message *reply = ask(line, "qom-list", "{\"path\": \"%s\"}", paths[i]);
        struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(reply, "return"));
        struct qmpc_json key, value, member;
        struct text expected = {0};
        char command[80];

        while (qmpc_json_next(&walk, &key, &value)) {
            char name[100], type[100];

            assert_int_equal(qmpc_json_member(value, "name", &member), QMPC_OK);
            assert_true(qmpc_json_string(member, name, sizeof name) >= 0);
            assert_int_equal(qmpc_json_member(value, "type", &member), QMPC_OK);
            assert_true(qmpc_json_string(member, type, sizeof type) >= 0);
            text_add(&expected, "%s (%s)\r\n", name, type);
        }
        qmpc_message_free(reply);
        snprintf(command, sizeof command, "qom-list %s", paths[i]);
        says(line, command, expected.bytes);
        text_free(&expected);
    }
}

/* The application writes what it reads. */
static void what_is_typed_is_read_again(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char all[4096] = "";

    (void)state;
    says(line, "ringbuf_write console \\\"<\\\\\\\\\\\\n>\\\"", "");
    for (int64_t until = soon(); strstr(all, "<\\\\\r\n>\r\n") == NULL;) {
        char *text = text_of(line, "ringbuf_read console 4096");

        if (is_past(until) || strlen(all) + strlen(text) >= sizeof all)
            fail_msg("the console had\n%s", all);
        /* Each text has an end of line of its own. */
        if (strcmp(text, "\r\n") != 0)
            strcat(all, text);
        free(text);
    }
    says(line, "ringbuf_read nosuch 1", "Error: Device 'nosuch' not found\r\n");
}

/* "    BASE-END (prio 0, ram): NAME" */
static void expect_block(const char *blocks, const char *map)
{
    uint64_t base = strtoull(map, NULL, 16), end = strtoull(map + 17, NULL, 16);
    const char *name = strstr(map, "): ") + 3;
    char row[200];

    snprintf(row, sizeof row, "\r\n%24.*s    4 KiB  0x%016llx 0x%016llx 0x%016llx\r\n",
             (int)strcspn(name, "\r"), name, (unsigned long long)base,
             (unsigned long long)(end - base + 1), (unsigned long long)(end - base + 1));
    if (strstr(blocks, row) == NULL)
        fail_msg("no %s in %s", row, blocks);
}

static void memories_are_those_of_the_map(void **state)
{
    static const char before[] = " (prio 0, r"; /* ram or rom */
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    char *blocks = text_of(line, "info ramblock"), *map = text_of(line, "info mtree");
    struct qmpc_message *reply = ask(line, "x-query-ramblock", NULL);
    const char *at = map;
    size_t count = 0, lines = 0;

    (void)state;
    for (; (at = strstr(at, before)) != NULL; at++, count++)
        expect_block(blocks, at - 33);
    for (at = blocks; (at = strstr(at, "\r\n")) != NULL; at++)
        lines++;
    assert_true(count > 0);
    assert_int_equal(lines, count + 1);
    assert_true(qmpc_get(reply, "return").length > 0);
    qmpc_message_free(reply);
    free(blocks);
    free(map);
}

static void there_are_no_network_backends(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    says(line, "netdev_add user,id=n", "Error: Parameter 'type' does not accept value 'user'\r\n");
    says(line, "netdev_add user", "Error: Parameter 'id' is missing\r\n");
    says(line, "netdev_del n", "Error: Device 'n' not found\r\n");
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(objects_are_created_set_read_and_deleted),
        board_test(qom_list_tells_what_qmp_tells),
        board_test(what_is_typed_is_read_again),
        board_test(memories_are_those_of_the_map),
        board_test(there_are_no_network_backends),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}

/* test_completion.c - what may stand in a line, by what a scripted server tells of itself.
 *
 * SPDX-License-Identifier: MIT */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "common/schema.h"
#include "shell/candidates.h"
#include "shell/complete.h"
#include "shell/knowledge.h"

static const char schema_text[] =
    "[{\"name\": \"str\", \"meta-type\": \"builtin\", \"json-type\": \"string\"}, "
    "{\"name\": \"bool\", \"meta-type\": \"builtin\", \"json-type\": \"boolean\"}, "
    "{\"name\": \"turn\", \"meta-type\": \"command\", \"arg-type\": \"1\", \"ret-type\": \"5\"}, "
    "{\"name\": \"tune\", \"meta-type\": \"command\", \"arg-type\": \"5\", \"ret-type\": \"5\"}, "
    "{\"name\": \"TURNED\", \"meta-type\": \"event\", \"arg-type\": \"5\"}, "
    "{\"name\": \"bad\\u001b[2J\", \"meta-type\": \"command\", \"arg-type\": \"5\"}, "
    "{\"name\": \"1\", \"meta-type\": \"object\", \"tag\": \"how\", \"members\": ["
    "{\"name\": \"soft\", \"type\": \"bool\", \"default\": null}, "
    "{\"name\": \"how\", \"type\": \"2\"}, {\"name\": \"at\", \"type\": \"3\"}, "
    "{\"name\": \"list\", \"type\": \"[6]\", \"default\": null}], "
    "\"variants\": [{\"case\": \"left\", \"type\": \"4\"}, {\"case\": \"right\", \"type\": "
    "\"5\"}]}, "
    "{\"name\": \"2\", \"meta-type\": \"enum\", \"values\": [\"left\", \"right\"]}, "
    "{\"name\": \"3\", \"meta-type\": \"object\", \"members\": ["
    "{\"name\": \"x\", \"type\": \"2\"}, {\"name\": \"y\", \"type\": \"none\"}]}, "
    "{\"name\": \"4\", \"meta-type\": \"object\", \"members\": [{\"name\": \"lever\", "
    "\"type\": \"str\"}]}, "
    "{\"name\": \"5\", \"meta-type\": \"object\", \"members\": []}, "
    "{\"name\": \"[6]\", \"meta-type\": \"array\", \"element-type\": \"[6]\"}]";

static void serve_schema(struct fake *fake)
{
    while (fake_hear(fake)) {
        if (fake_heard(fake, "query-qmp-schema"))
            fake_return(fake, schema_text);
        else
            fake_error(fake, "CommandNotFound", "no such command");
    }
}

static void serve_commands(struct fake *fake)
{
    while (fake_hear(fake)) {
        if (fake_heard(fake, "query-commands"))
            fake_return(fake, "[{\"name\": \"stop\"}, {\"name\": \"start\"}]");
        else
            fake_error(fake, "CommandNotFound", "no such command");
    }
}

static atomic_bool late_enough;

static void serve_late(struct fake *fake)
{
    if (!fake_hear(fake))
        return;
    while (!late_enough)
        fake_sleep(5);
    fake_return(fake, schema_text);
    while (fake_hear(fake))
        ;
}

/* The candidates at the end of TEXT, one a word. */
static void expect(struct knowledge *knowledge, const char *text, const char *wanted)
{
    struct candidates candidates = {0};
    char came[512] = "";
    complete_line(knowledge, text, false, &candidates);
    for (size_t i = 0; i < candidates.count; i++) {
        strcat(came, i > 0 ? " " : "");
        strcat(came, candidates.list[i].text);
    }
    if (strcmp(came, wanted) != 0)
        fail_msg("\"%s\": %s\ninstead of: %s", text, came, wanted);
    candidates_free(&candidates);
}

static const struct traffic silent;

static void commands_and_arguments_follow_the_schema(void **state)
{
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_schema, NULL);
    struct knowledge *knowledge = knowledge_new(line, &silent, 60000);
    (void)state;
    expect(knowledge, "t", "tune turn");
    expect(knowledge, "  tur", "turn");
    expect(knowledge, "help tu", "tune turn");
    expect(knowledge, "turn ", "how= at. soft= list=");
    expect(knowledge, "turn how=right s", "soft=");
    expect(knowledge, "turn how=", "how=left how=right");
    expect(knowledge, "turn soft=f", "soft=false");
    expect(knowledge, "turn how=left ", "at. soft= list= lever=");
    expect(knowledge, "turn at.", "at.x= at.y=");
    expect(knowledge, "turn at.x=left at.", "at.y=");
    expect(knowledge, "turn at.x=r", "at.x=right");
    knowledge_free(knowledge);
    fake_close(&fake, line);
}

static void nothing_is_offered_inside_quotes_or_json(void **state)
{
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_schema, NULL);
    struct knowledge *knowledge = knowledge_new(line, &silent, 60000);
    (void)state;
    expect(knowledge, "turn how=\"", "");
    expect(knowledge, "turn how='le ", "");
    expect(knowledge, "turn at={\"x\": ", "");
    expect(knowledge, "{\"execute\": ", "");
    expect(knowledge, "none of.these a=b.c ", "");
    expect(knowledge, "turn at.y.z.", "");
    knowledge_free(knowledge);
    fake_close(&fake, line);
}

/* "bad ESC [2J" would clear the screen. */
static void a_name_that_could_steer_the_terminal_is_no_candidate(void **state)
{
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_schema, NULL);
    struct knowledge *knowledge = knowledge_new(line, &silent, 60000);
    (void)state;
    expect(knowledge, "b", "");
    knowledge_free(knowledge);
    fake_close(&fake, line);
}

static void without_a_schema_there_are_the_commands(void **state)
{
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_commands, NULL);
    struct knowledge *knowledge = knowledge_new(line, &silent, 60000);
    (void)state;
    expect(knowledge, "st", "start stop"); /* in the order of the alphabet */
    expect(knowledge, "sto", "stop");
    expect(knowledge, "stop ", "");
    assert_null(knowledge_schema(knowledge));
    knowledge_free(knowledge);
    fake_close(&fake, line);
    assert_int_equal(fake.requests, 2); /* each was asked once */
}

static void an_answer_that_comes_late_is_made_use_of(void **state)
{
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_late, NULL);
    struct knowledge *knowledge = knowledge_new(line, &silent, 20);
    struct qmpc_message *message;
    (void)state;
    expect(knowledge, "turn h", "");
    expect(knowledge, "tu", "");
    late_enough = true;
    assert_int_equal(qmpc_receive(line, qmpc_deadline(60000), &message), QMPC_OK);
    assert_true(knowledge_take(knowledge, message));
    expect(knowledge, "turn h", "how=");
    expect(knowledge, "tu", "tune turn");
    knowledge_free(knowledge);
    fake_close(&fake, line);
    assert_int_equal(fake.requests, 1);
}

static void types_are_described_for_people(void **state)
{
    static const char *const rows[][2] = {
        {"str", "str"}, {"2", "left|right"}, {"3", "{...}"}, {"5", "{}"}, {"[6]", "[[[[[]]]]]"}};
    struct fake fake;
    struct qmpc *line = fake_open(&fake, serve_schema, NULL);
    struct knowledge *knowledge = knowledge_new(line, &silent, 60000);
    const struct schema *schema = knowledge_schema(knowledge);
    (void)state;
    assert_non_null(schema);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *text = NULL;
        size_t size;
        FILE *out = open_memstream(&text, &size);
        schema_describe(schema, schema_find(schema, rows[i][0]), out);
        fclose(out);
        assert_string_equal(text, rows[i][1]);
        free(text);
    }
    assert_null(schema_command(schema, "TURNED"));
    knowledge_free(knowledge);
    fake_close(&fake, line);
}

static void candidates_have_a_common_beginning(void **state)
{
    struct candidates candidates = {0};
    char *text = NULL;
    size_t size;
    (void)state;
    assert_int_equal(candidates_common(&candidates), 0);
    candidates_add(&candidates, "p", "path=", "/a/bc", "", "box");
    candidates_add(&candidates, "p", "path=", "/a/bd", "", "bad\033[2J");
    candidates_add(&candidates, "p", "path=", "/a/bd", "", "again");
    candidates_add(&candidates, "x", "path=", "/a/be", "", "does not begin so");
    assert_int_equal(candidates.count, 2);
    assert_int_equal(candidates_common(&candidates), strlen("path=/a/b"));
    FILE *out = open_memstream(&text, &size);
    candidates_print(&candidates, out, 80, 10);
    fclose(out);
    assert_string_equal(text, "  bc  box\n  bd  bad\\x1B[2J\n");
    free(text);
    candidates_free(&candidates);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_and_arguments_follow_the_schema),
        cmocka_unit_test(nothing_is_offered_inside_quotes_or_json),
        cmocka_unit_test(a_name_that_could_steer_the_terminal_is_no_candidate),
        cmocka_unit_test(without_a_schema_there_are_the_commands),
        cmocka_unit_test(an_answer_that_comes_late_is_made_use_of),
        cmocka_unit_test(types_are_described_for_people),
        cmocka_unit_test(candidates_have_a_common_beginning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

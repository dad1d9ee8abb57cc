/* test_memsave.c - memsave and pmemsave: what reaches the file, and QEMU's errors.
 *
 * SPDX-License-Identifier: MIT */
#include "inspect_board.h"

#include "agent/config.h"
#include "board/services.h"

static void expect_file(size_t at, size_t size)
{
    assert_int_equal(inspect_board.opened, inspect_board.closed);
    assert_int_equal(inspect_board.file_size, size);
    assert_memory_equal(inspect_board.file, inspect_board.memory + at, size);
}

static void memory_of_any_size_is_saved(void **state)
{
    struct rig *rig = inspect_start(77);

    (void)state;
    for (size_t size = 0; size < INSPECT_SIZE; size += size < 800 ? 1 : 501) {
        inspect_send(rig, "memsave", "'val':%zu,'size':%zu,'filename':'/x/y'",
                     INSPECT_BASE + size % 9, size);
        inspect_expect(rig, "{}");
        assert_string_equal(inspect_board.name, "/x/y");
        expect_file(size % 9, size);
    }
    inspect_send(rig, "pmemsave", "'val':%u,'size':%u,'filename':'z'", INSPECT_BASE,
                 INSPECT_END - INSPECT_BASE);
    inspect_expect(rig, "{}");
    expect_file(0, INSPECT_END - INSPECT_BASE);
    rig_free(rig);
}

/* As QEMU: nothing of no memory is nothing. */
static void no_bytes_of_anywhere_make_an_empty_file(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_send(rig, "memsave", "'val':0,'size':0,'filename':'f'");
    inspect_expect(rig, "{}");
    assert_int_equal(inspect_board.opened, 1);
    expect_file(0, 0);
    rig_free(rig);
}

static void what_is_not_memory_is_refused_in_the_words_of_qemu(void **state)
{
    static const struct {
        const char *range, *named;
    } rows[] = {
        {"'val':0,'size':4", "0x0000000000000000/size 4"},
        {"'val':65536,'size':8449", "0x0000000000010000/size 8449"},
        {"'val':73984,'size':1", "0x0000000000012100/size 1"},
        {"'val':-1,'size':3", "0xffffffffffffffff/size 3"},
        {"'val':65536,'size':-1", "0x0000000000010000/size -1"},
        {"'val':65536,'size':-9223372036854775808", "0x0000000000010000/size -9223372036854775808"},
        {"'val':65536,'size':9223372036854775807", "0x0000000000010000/size 9223372036854775807"},
    };
    static const char *const commands[] = {"memsave", "pmemsave"};
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        for (size_t k = 0; k < COUNT(commands); k++) {
            inspect_send(rig, commands[k], "%s,'filename':'f'", rows[i].range);
            inspect_expect_error(rig, "Invalid addr %s specified", rows[i].named);
            expect_file(0, 0);
        }
    }
    rig_free(rig);
}

static void a_file_that_cannot_be_opened_is_named_with_the_reason(void **state)
{
    static const struct {
        int error;
        const char *text;
    } rows[] = {
        {BOARD_NO_FILES, "No such file or directory"},
        {-2, "No such file or directory"},
        {-13, "Permission denied"},
        {-21, "Is a directory"},
        {-28, "No space left on device"},
        {-30, "Read-only file system"},
        {-99, "Unknown error 99"},
    };
    struct rig *rig = inspect_start(0);

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        inspect_board.open_error = rows[i].error;
        inspect_send(rig, "memsave", "'val':0,'size':-1,'filename':'/no/where'");
        inspect_expect_error(rig, "Could not open '/no/where': %s", rows[i].text);
    }
    rig_free(rig);
}

static void a_name_is_what_it_stands_for(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_send(rig, "memsave", "'val':65536,'size':1,'filename':'a\\\"b\\\\c\\u00e9'");
    inspect_expect(rig, "{}");
    assert_string_equal(inspect_board.name, "a\"b\\c\xC3\xA9");
    inspect_board.open_error = -2;
    inspect_send(rig, "memsave", "'val':65536,'size':1,'filename':'a\\\"b\\\\c\\u00e9'");
    inspect_expect_error(rig, "Could not open 'a\\\"b\\\\c\\u00E9': No such file or directory");
    rig_free(rig);
}

static void a_name_may_be_as_long_as_the_limit_and_no_longer(void **state)
{
    struct rig *rig = inspect_start(0);
    char name[BOARD_FILE_NAME_MAX + 2];

    (void)state;
    memset(name, 'n', sizeof name);
    name[BOARD_FILE_NAME_MAX + 1] = '\0';
    inspect_send(rig, "memsave", "'val':65536,'size':1,'filename':'%s'", name);
    inspect_expect_error(rig, "Could not open '%s': File name too long", name);
    assert_int_equal(inspect_board.opened, 0);
    name[BOARD_FILE_NAME_MAX] = '\0';
    inspect_send(rig, "memsave", "'val':65536,'size':1,'filename':'%s'", name);
    inspect_expect(rig, "{}");
    assert_string_equal(inspect_board.name, name);
    rig_free(rig);
}

static void a_full_disk_is_an_error_wherever_it_is_full(void **state)
{
    struct rig *rig = inspect_start(2);

    (void)state;
    for (size_t size = 0; size < 2000; size += 333) {
        inspect_board.disk_size = size;
        inspect_send(rig, "memsave", "'val':65536,'size':2000,'filename':'f'");
        inspect_expect_error(rig, "An IO error has occurred");
        assert_int_equal(inspect_board.opened, inspect_board.closed);
    }
    inspect_board.disk_size = 2000;
    inspect_send(rig, "memsave", "'val':65536,'size':2000,'filename':'f'");
    inspect_expect(rig, "{}");
    inspect_board.close_error = -5;
    inspect_send(rig, "memsave", "'val':65536,'size':2000,'filename':'f'");
    inspect_expect_error(rig, "An IO error has occurred");
    rig_free(rig);
}

static void memory_that_turns_out_not_to_be_there_is_an_error(void **state)
{
    struct rig *rig = inspect_start(2);

    (void)state;
    inspect_board.hole = INSPECT_BASE + 1001;
    inspect_send(rig, "memsave", "'val':65537,'size':2000,'filename':'f'");
    inspect_expect_error(rig, "Invalid addr 0x0000000000010001/size 2000 specified");
    expect_file(1, 1000);
    rig_free(rig);
}

static void a_processor_that_is_not_there_is_refused_first(void **state)
{
    struct rig *rig = inspect_start(0);

    (void)state;
    inspect_send(rig, "memsave", "'val':65536,'size':1,'filename':'f','cpu-index':1");
    inspect_expect(rig, "{}");
    inspect_send(rig, "memsave", "'val':0,'size':1,'filename':'f','cpu-index':2");
    inspect_expect_error(rig, "Parameter 'cpu-index' expects a CPU number");
    inspect_send(rig, "memsave", "'val':0,'size':1,'filename':'f','cpu-index':-1");
    inspect_expect_error(rig, "Parameter 'cpu-index' expects a CPU number");
    assert_int_equal(inspect_board.opened, 1);
    rig_free(rig);
}

static void saving_can_be_cancelled(void **state)
{
    struct rig *rig = inspect_start(2);

    (void)state;
    inspect_cancel(rig, "{'execute':'memsave','arguments':"
                        "{'val':65536,'size':8192,'filename':'f'}}");
    rig_expect(rig, "{\"return\": {\"cancelled\": true}}");
    inspect_expect_error(rig, "Cancelled; the file is not complete");
    assert_in_range(inspect_board.file_size, 1, 8191);
    expect_file(0, inspect_board.file_size);
    rig_free(rig);
}

/* Its host left: there is nobody any more to whom it could be told. */
static void a_file_left_open_is_closed_before_the_next_is_opened(void **state)
{
    static const char request[] = "{'execute':'memsave','arguments':"
                                  "{'val':65536,'size':8192,'filename':'f'}}";
    struct rig *rig = inspect_start(2);

    (void)state;
    rig_offer(rig, request, strlen(request));
    assert_true(rig->session.paused);
    assert_int_equal(inspect_board.opened, inspect_board.closed + 1);
    qmp_session_reset(&rig->session, true);
    rig_settle(rig);
    rig_expect(rig, RIG_GREETING);
    rig_send(rig, "{\"execute\":\"qmp_capabilities\"}");
    rig_expect(rig, "{\"return\": {}}");
    inspect_send(rig, "memsave", "'val':65536,'size':100,'filename':'g'");
    inspect_expect(rig, "{}");
    assert_string_equal(inspect_board.name, "g");
    assert_int_equal(inspect_board.opened, 2);
    expect_file(0, 100);
    rig_free(rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_of_any_size_is_saved),
        cmocka_unit_test(no_bytes_of_anywhere_make_an_empty_file),
        cmocka_unit_test(what_is_not_memory_is_refused_in_the_words_of_qemu),
        cmocka_unit_test(a_file_that_cannot_be_opened_is_named_with_the_reason),
        cmocka_unit_test(a_name_is_what_it_stands_for),
        cmocka_unit_test(a_name_may_be_as_long_as_the_limit_and_no_longer),
        cmocka_unit_test(a_full_disk_is_an_error_wherever_it_is_full),
        cmocka_unit_test(memory_that_turns_out_not_to_be_there_is_an_error),
        cmocka_unit_test(a_processor_that_is_not_there_is_refused_first),
        cmocka_unit_test(saving_can_be_cancelled),
        cmocka_unit_test(a_file_left_open_is_closed_before_the_next_is_opened),
    };

    return cmocka_run_group_tests_name("memsave", tests, NULL, NULL);
}

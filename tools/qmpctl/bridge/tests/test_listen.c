/* test_listen.c - sockets and their files, and the log.
 *
 * SPDX-License-Identifier: MIT */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#include "bridge/journal.h"
#include "bridge/listen.h"

struct place {
    char folder[64];
    char path[96];
    char word[112];
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/qmpctl-listen-XXXXXX");
    if (mkdtemp(place->folder) == NULL)
        return -1;
    snprintf(place->path, sizeof place->path, "%s/file", place->folder);
    snprintf(place->word, sizeof place->word, "unix:%s", place->path);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    int left = access(place->path, F_OK);
    rmdir(place->folder);
    free(place);
    return left == 0 ? -1 : 0;
}

static void the_file_has_the_mode_asked_for_and_goes_at_the_end(void **state)
{
    const struct place *place = *state;
    struct listeners listeners = {.count = 0};
    struct stat file;
    assert_int_equal(listeners_add(&listeners, place->word, 0620, false), 0);
    assert_int_equal(stat(place->path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0620);
    listeners_close(&listeners);
    assert_int_not_equal(access(place->path, F_OK), 0);
}

static void a_socket_on_which_nobody_listens_is_replaced(void **state)
{
    const struct place *place = *state;
    struct listeners listeners = {.count = 0};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, place->path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    close(fd);
    assert_int_equal(listeners_add(&listeners, place->word, -1, false), 0);
    listeners_close(&listeners);
}

static void a_socket_on_which_somebody_listens_is_left_alone(void **state)
{
    const struct place *place = *state;
    struct listeners ours = {.count = 0};
    struct listeners other = {.count = 0};
    assert_int_equal(listeners_add(&other, place->word, -1, false), 0);
    assert_int_equal(listeners_add(&ours, place->word, -1, false), -1);
    listeners_close(&ours);
    assert_int_equal(access(place->path, F_OK), 0);
    listeners_close(&other);
}

static void a_file_that_is_no_socket_is_left_alone(void **state)
{
    const struct place *place = *state;
    struct listeners listeners = {.count = 0};
    close(open(place->path, O_CREAT | O_WRONLY, 0600));
    assert_int_equal(listeners_add(&listeners, place->word, -1, false), -1);
    assert_int_equal(unlink(place->path), 0);
}

/* Another bridge may have taken the name over, after the file had been removed. */
static void the_socket_of_another_is_not_removed_at_the_end(void **state)
{
    const struct place *place = *state;
    struct listeners ours = {.count = 0};
    struct listeners other = {.count = 0};
    assert_int_equal(listeners_add(&ours, place->word, -1, false), 0);
    assert_int_equal(unlink(place->path), 0);
    assert_int_equal(listeners_add(&other, place->word, -1, false), 0);
    listeners_close(&ours);
    assert_int_equal(access(place->path, F_OK), 0);
    listeners_close(&other);
}

static void what_is_no_socket_is_refused(void **state)
{
    static const char *const words[] = {
        "", "/tmp/x", "unix:", "tcp:", "tcp:1", "tcp:host:", "tcp:127.0.0.1:99999x", "exec:true",
    };
    struct listeners listeners = {.count = 0};
    char longest[200] = "unix:/";
    (void)state;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_int_equal(listeners_add(&listeners, words[i], -1, false), -1);
    memset(longest + 6, 'x', 150);
    assert_int_equal(listeners_add(&listeners, longest, -1, false), -1);
    assert_int_equal(listeners.count, 0);
}

static void tcp_listens_on_a_port_of_the_systems_choice(void **state)
{
    struct listeners listeners = {.count = 0};
    struct sockaddr_storage address;
    socklen_t size = sizeof address;
    (void)state;
    assert_int_equal(listeners_add(&listeners, "tcp:127.0.0.1:0", -1, false), 0);
    assert_int_equal(listeners.count, 1);
    assert_int_equal(getsockname(listeners.at[0].fd, (struct sockaddr *)&address, &size), 0);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, size), 0);
    int client = listener_accept(&listeners.at[0]);
    assert_true(client >= 0);
    close(client);
    close(fd);
    listeners_close(&listeners);
}

static void the_log_escapes_and_is_the_owners(void **state)
{
    const struct place *place = *state;
    struct journal journal = {.file = NULL};
    struct stat file;
    char text[256];
    assert_int_equal(journal_open(&journal, place->path), 0);
    journal_write(&journal, JOURNAL_BOARD, '>', "a\x1B\n\xFFz\r\n", 7);
    journal_remark(&journal, 12, "connected");
    assert_int_equal(journal_open(&journal, place->path), 0); /* it goes on behind what is there */
    journal_write(&journal, 3, '<', "", 0);
    journal_close(&journal);
    assert_int_equal(stat(place->path, &file), 0);
    assert_int_equal(file.st_mode & 0777, 0600);
    FILE *log = fopen(place->path, "r");
    static const char *const expected[] = {"board    > a\\x1B\\x0A\\xFFz\n",
                                           "client 12 - connected\n", "client 3 < \n"};
    for (size_t i = 0; i < 3; i++) {
        int year;
        int begin = 0;
        assert_non_null(fgets(text, sizeof text, log));
        sscanf(text, "%4d-%*2d-%*2dT%*2d:%*2d:%*2d.%*6dZ %n", &year, &begin);
        assert_in_range(year, 2020, 9999);
        assert_string_equal(text + begin, expected[i]);
    }
    assert_null(fgets(text, sizeof text, log));
    fclose(log);
    unlink(place->path);
}

#define WITH_PLACE(test) cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PLACE(the_file_has_the_mode_asked_for_and_goes_at_the_end),
        WITH_PLACE(a_socket_on_which_nobody_listens_is_replaced),
        WITH_PLACE(a_socket_on_which_somebody_listens_is_left_alone),
        WITH_PLACE(a_file_that_is_no_socket_is_left_alone),
        WITH_PLACE(the_socket_of_another_is_not_removed_at_the_end),
        cmocka_unit_test(what_is_no_socket_is_refused),
        cmocka_unit_test(tcp_listens_on_a_port_of_the_systems_choice),
        WITH_PLACE(the_log_escapes_and_is_the_owners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

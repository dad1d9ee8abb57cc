/* test_alive.c - a reply that takes long: its client sees that it comes, and nobody else does.
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "bridge_rig.h"

enum { PIECES = 6000 }; /* of ten milliseconds: a minute, on a busy machine */

static void say_head(struct rig *rig)
{
    char head[64];
    snprintf(head, sizeof head, "{\"id\": %s, \"return\": {\"data\": \"", rig->id);
    wire_send(&rig->board, head, strlen(head));
}

static bool has_come(const struct wire *client, int ms)
{
    return poll(&(struct pollfd){.fd = client->fd, .events = POLLIN}, 1, ms) > 0;
}

/* The board goes on with the string until CLIENT gets something, which is a space. */
static void say_more_until_a_space(struct rig *rig, struct wire *client)
{
    char byte = '\0';
    int piece = 0;
    while (piece++ < PIECES && !has_come(client, 10))
        wire_send(&rig->board, "z", 1);
    assert_true(has_come(client, 0));
    assert_int_equal(recv(client->fd, &byte, 1, 0), 1);
    assert_int_equal(byte, ' ');
}

static void end_reply(struct rig *rig, struct wire *client)
{
    const char *line;
    wire_send(&rig->board, "\"}}\r\n", 5);
    line = wire_line(client);
    assert_non_null(line);
    line += strspn(line, " ");
    assert_memory_equal(line, "{\"id\": 7, \"return\": {\"data\": \"z", 31);
    assert_string_equal(line + strspn(line + 30, "z") + 30, "\"}}");
}

/* A client whose request is at the board. */
static void begin(struct rig *rig, struct wire *client)
{
    rig_start(rig, NULL);
    client_opens(rig, client, "{}");
    client_says(client, "{\"execute\": \"x\", \"id\": 7}");
    board_hears(rig, "\"x\"");
}

static void the_client_of_a_reply_that_comes_gets_spaces(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    begin(&rig, &a);
    client_opens(&rig, &b, "{}");
    say_head(&rig);
    client_says(&b, "{\"execute\": \"y\"}");
    for (int i = 0; i < 3; i++)
        say_more_until_a_space(&rig, &a);
    client_hears_nothing(&b); /* nothing of its own is on the way */
    end_reply(&rig, &a);
    board_hears(&rig, "\"y\"");
    board_returns(&rig, "1");
    client_hears(&b, "{\"return\": 1}");
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

static void a_reply_that_does_not_go_on_is_not_on_its_way(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a);
    client_hears_nothing(&a);
    say_head(&rig);
    say_more_until_a_space(&rig, &a);
    while (has_come(&a, 300)) { /* what was on its way still */
        char byte;
        assert_int_equal(recv(a.fd, &byte, 1, 0), 1);
        assert_int_equal(byte, ' ');
    }
    assert_false(has_come(&a, 1000));
    wire_send(&rig.board, "z", 1);
    end_reply(&rig, &a);
    client_closes(&a);
    rig_stop(&rig);
}

static void events_before_and_behind_the_reply_are_whole(void **state)
{
    static const char event[] = "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, "
                                "\"event\": \"TICK\"}";
    struct rig rig;
    struct wire a;
    (void)state;
    begin(&rig, &a);
    board_says(&rig, event);
    client_hears(&a, event);
    say_head(&rig);
    say_more_until_a_space(&rig, &a);
    end_reply(&rig, &a);
    board_says(&rig, event);
    client_hears(&a, event);
    client_closes(&a);
    rig_stop(&rig);
}

static void a_client_that_has_left_is_not_told(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    begin(&rig, &a);
    client_opens(&rig, &b, "{}");
    say_head(&rig);
    say_more_until_a_space(&rig, &a);
    client_closes(&a);
    for (int i = 0; i < 50; i++) {
        assert_false(has_come(&b, 10));
        wire_send(&rig.board, "z", 1);
    }
    wire_send(&rig.board, "\"}}\r\n", 5);
    client_says(&b, "{\"execute\": \"y\"}");
    board_hears(&rig, "\"y\"");
    board_returns(&rig, "1");
    client_hears(&b, "{\"return\": 1}");
    client_closes(&b);
    rig_stop(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_client_of_a_reply_that_comes_gets_spaces),
        cmocka_unit_test(a_reply_that_does_not_go_on_is_not_on_its_way),
        cmocka_unit_test(events_before_and_behind_the_reply_are_whole),
        cmocka_unit_test(a_client_that_has_left_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

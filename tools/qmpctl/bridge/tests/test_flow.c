/* test_flow.c - many clients, slow clients, long messages: what is bounded, and that it is.
 *
 * SPDX-License-Identifier: MIT */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "bridge_rig.h"
#include "qmp/config.h"

#define STATUS "{\"execute\": \"query-status\"}"

static void the_board_has_no_more_requests_than_it_queues(void **state)
{
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start_without_board(&rig, NULL);
    board_attach(&rig, 4);
    client_opens(&rig, &a, "{}");
    for (int i = 0; i < 6; i++)
        client_says(&a, STATUS);
    for (int i = 0; i < 3; i++)
        board_hears(&rig, "query-status");
    board_hears_nothing(&rig);
    board_returns(&rig, "1"); /* of the third; those before it have been lost */
    for (int i = 0; i < 3; i++)
        board_hears(&rig, "query-status");
    board_hears_nothing(&rig);
    client_closes(&a);
    rig_stop(&rig);
}

static void clients_take_turns(void **state)
{
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start_without_board(&rig, NULL);
    board_attach(&rig, 2);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{}");
    for (int i = 0; i < 8; i++)
        client_says(&a, "{\"execute\": \"of-a\"}");
    board_hears(&rig, "of-a");
    client_says(&b, "{\"execute\": \"of-b\"}{\"execute\": \"of-b\"}");
    board_hears_nothing(&rig);
    for (int i = 0; i < 4; i++) {
        board_returns(&rig, "1");
        board_hears(&rig, i % 2 == 0 ? "of-b" : "of-a");
    }
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

static void a_hundred_clients_are_served(void **state)
{
    enum { CLIENTS = 100 };
    struct rig rig;
    struct wire *all = calloc(CLIENTS, sizeof *all);
    char text[64];
    (void)state;
    rig_start(&rig, NULL);
    for (int i = 0; i < CLIENTS; i++)
        client_opens(&rig, &all[i], "{}");
    for (int i = 0; i < CLIENTS; i++) {
        snprintf(text, sizeof text, "{\"execute\": \"of-%d\", \"id\": [%d]}", i, i);
        client_says(&all[i], text);
    }
    for (int i = 0; i < CLIENTS; i++) {
        char name[16];
        const char *line = wire_line(&rig.board);
        unsigned long number;
        assert_int_equal(sscanf(line, "{\"execute\": \"%15[^\"]\", \"id\": %lu}", name, &number),
                         2);
        snprintf(rig.id, sizeof rig.id, "%lu", number);
        snprintf(text, sizeof text, "\"for %s\"", name);
        board_returns(&rig, text);
    }
    for (int i = 0; i < CLIENTS; i++) {
        snprintf(text, sizeof text, "{\"id\": [%d], \"return\": \"for of-%d\"}", i, i);
        client_hears(&all[i], text);
        client_closes(&all[i]);
    }
    free(all);
    rig_stop(&rig);
}

/* {"execute":"x","arguments":{"a":"..."}} of SIZE bytes without white space. */
static char *request_of(size_t size)
{
    static const char head[] = "{\"execute\":\"x\",\"arguments\":{\"a\":\"";
    char *text = malloc(size + 1);
    assert_non_null(text);
    memset(text, 'a', size);
    memcpy(text, head, sizeof head - 1);
    memcpy(text + size - 3, "\"}}", 4);
    return text;
}

static void a_request_of_the_greatest_length_passes_and_a_longer_one_does_not(void **state)
{
    struct rig rig;
    struct wire a;
    char *longest = request_of(QMP_MESSAGE_MAX);
    char *longer = request_of(QMP_MESSAGE_MAX + 1);
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, longer);
    client_hears(&a, "{\"error\": {\"class\": \"GenericError\", \"desc\": "
                     "\"JSON token size limit exceeded\"}}");
    board_hears_nothing(&rig);
    client_says(&a, longest);
    board_hears(&rig, "aaaaaaaa\"}, \"id\": ");
    board_returns(&rig, "1");
    client_hears(&a, "{\"return\": 1}");
    free(longest);
    free(longer);
    client_closes(&a);
    rig_stop(&rig);
}

/* The agent keeps them all in one store, and one more must fit for an out-of-band request. */
static void the_board_has_not_more_than_it_can_store(void **state)
{
    struct rig rig;
    struct wire a;
    char *request = request_of(40000);
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    for (int i = 0; i < 4; i++)
        client_says(&a, request);
    board_hears(&rig, "\"x\"");
    board_hears(&rig, "\"x\"");
    board_hears_nothing(&rig);
    board_returns(&rig, "1");
    board_hears(&rig, "\"x\"");
    free(request);
    client_closes(&a);
    rig_stop(&rig);
}

static void send_long_reply(struct rig *rig, size_t size)
{
    char head[64];
    char *data = malloc(size);
    assert_non_null(data);
    memset(data, 'z', size);
    snprintf(head, sizeof head, "{\"id\": %s, \"return\": \"", rig->id);
    wire_send(&rig->board, head, strlen(head));
    wire_send(&rig->board, data, size);
    wire_send(&rig->board, "\"}\n", 3);
    free(data);
}

static void a_long_reply_passes(void **state)
{
    enum { SIZE = 8 << 20 };
    struct rig rig;
    struct wire a;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_says(&a, "{\"execute\": \"x\", \"id\": \"long\"}");
    board_hears(&rig, "\"x\"");
    send_long_reply(&rig, SIZE);
    const char *line = wire_line(&a);
    assert_non_null(line);
    line += strspn(line, " "); /* see test_alive.c */
    assert_int_equal(strlen(line), strlen("{\"id\": \"long\", \"return\": \"\"}") + SIZE);
    client_closes(&a);
    rig_stop(&rig);
}

/* A request of OTHER's is answered, and all that were sent on before it, with SIZE bytes each;
 * returns how many these were. */
static int answer_up_to(struct rig *rig, struct wire *other, size_t size)
{
    int count = 0;
    client_says(other, "{\"execute\": \"of-b\"}");
    while (strstr(board_hears(rig, "\"execute\""), "of-b") == NULL) {
        send_long_reply(rig, size);
        count++;
    }
    board_returns(rig, "1");
    client_hears(other, "{\"return\": 1}");
    return count;
}

/* Keeps asking and does not read; returns how many requests of SIZE bytes of reply were sent on,
 * until none is though the bridge has twice been there for OTHER. */
static int count_requests(struct rig *rig, struct wire *client, struct wire *other, size_t size,
                          int most)
{
    int count = 0;
    int more = 1;
    while (count < most && more > 0) {
        send(client->fd, STATUS, strlen(STATUS), MSG_NOSIGNAL | MSG_DONTWAIT);
        more = answer_up_to(rig, other, size) + answer_up_to(rig, other, size);
        count += more;
    }
    return count;
}

static void a_client_that_does_not_read_is_not_asked_for(void **state)
{
    enum { SIZE = 65536, MOST = 64 };
    struct rig rig;
    struct wire a;
    struct wire b;
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{}");
    int count = count_requests(&rig, &a, &b, SIZE, MOST);
    assert_in_range(count, 1, 16); /* what the socket holds, and 64 KiB */
    for (int i = 0; i < count; i++)
        client_hears_part(&a, "zzzz");
    board_hears(&rig, "query-status"); /* once it reads, it is read from */
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

static void a_client_that_leaves_too_much_unread_is_disconnected(void **state)
{
    enum { SIZE = 400000, REQUESTS = 7 };
    struct rig rig;
    struct wire a;
    char ids[REQUESTS][sizeof rig.id];
    (void)state;
    rig_start(&rig, &(struct bridge_options){.backlog = 1 << 20});
    client_opens(&rig, &a, "{}");
    for (int i = 0; i < REQUESTS; i++) {
        client_says(&a, STATUS);
        board_hears(&rig, "query-status");
        strcpy(ids[i], rig.id);
    }
    for (int i = 0; i < REQUESTS; i++) {
        strcpy(rig.id, ids[i]);
        send_long_reply(&rig, SIZE);
    }
    for (int i = 0; i < 600 && poll(&(struct pollfd){.fd = a.fd, .events = 0}, 1, 100) == 0; i++)
        continue;
    int count = 0;
    const char *line;
    while ((line = wire_line(&a)) != NULL && strstr(line, "zzzz") != NULL)
        count++;
    assert_null(line);
    assert_in_range(count, 0, REQUESTS - 1);
    client_closes(&a);
    rig_stop(&rig);
}

static void events_that_a_client_does_not_read_are_dropped_and_counted(void **state)
{
    enum { EVENTS = 20000 };
    struct rig rig;
    struct wire a;
    struct wire b;
    char text[256];
    (void)state;
    rig_start(&rig, NULL);
    client_opens(&rig, &a, "{}");
    client_opens(&rig, &b, "{}");
    for (int i = 0; i < EVENTS; i++) {
        snprintf(text, sizeof text,
                 "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, "
                 "\"event\": \"TICK\", \"data\": {\"number\": %d}}",
                 i);
        board_says(&rig, text);
        client_hears(&b, text); /* who reads gets all */
    }
    int came = 0;
    long dropped = 0;
    while (dropped == 0) {
        const char *line = wire_line(&a);
        assert_non_null(line);
        const char *count =
            strstr(line, "\"event\": \"AGENT_EVENTS_DROPPED\", \"data\": {\"count\": ");
        came += strstr(line, "TICK") != NULL;
        if (count != NULL)
            dropped = atol(strstr(count, "count") + 8);
    }
    assert_in_range(came, 1, EVENTS - 1);
    assert_int_equal(came + dropped, EVENTS);
    board_says(&rig, text);
    client_hears(&a, text);
    client_closes(&a);
    client_closes(&b);
    rig_stop(&rig);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_board_has_no_more_requests_than_it_queues),
        cmocka_unit_test(clients_take_turns),
        cmocka_unit_test(a_hundred_clients_are_served),
        cmocka_unit_test(a_request_of_the_greatest_length_passes_and_a_longer_one_does_not),
        cmocka_unit_test(the_board_has_not_more_than_it_can_store),
        cmocka_unit_test(a_long_reply_passes),
        cmocka_unit_test(a_client_that_does_not_read_is_not_asked_for),
        cmocka_unit_test(a_client_that_leaves_too_much_unread_is_disconnected),
        cmocka_unit_test(events_that_a_client_does_not_read_are_dropped_and_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_gdb_frames.c - frames of gdb's protocol: sums, acknowledgements, limits, any pieces.
 *
 * SPDX-License-Identifier: MIT */
#include "gdb_rig.h"

static int setup(void **state)
{
    (void)state;
    gdb_rig_begin();
    return 0;
}

static void a_packet_is_acknowledged_and_answered(void **state)
{
    (void)state;
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
    assert_int_equal(heard.acks, 1);
    assert_int_equal(heard.nacks, 0);
}

static void a_packet_that_nobody_knows_has_an_empty_reply(void **state)
{
    static const char *const unknown[] = {"", "y", "qNobodyKnows", "QNobody", "vNobody", "!x"};

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        unsigned acks = heard.acks;

        assert_string_equal(gdb_rig_ask(unknown[i]), "");
        assert_int_equal(heard.acks, acks + 1);
    }
    assert_string_equal(gdb_rig_ask(unknown[5]), "E16");
}

static void a_packet_may_come_in_any_pieces(void **state)
{
    static const char bytes[] = "+$qAttached#8f+";

    (void)state;
    for (size_t piece = 1; piece < sizeof bytes; piece++) {
        gdb_rig_feed(bytes, sizeof bytes - 1, piece);
        assert_string_equal(gdb_rig_settle(), "1");
        gdb_rig_feed(bytes, sizeof bytes - 2, piece);
        assert_string_equal(gdb_rig_settle(), "1");
    }
}

static void a_damaged_packet_is_asked_for_again(void **state)
{
    (void)state;
    gdb_rig_feed("$qAttached#00", 13, 13);
    assert_string_equal(gdb_rig_settle(), "");
    assert_int_equal(heard.nacks, 1);
    gdb_rig_feed("$qAttached#xf", 13, 13);
    gdb_rig_feed("$qAttached#8g", 13, 13);
    gdb_rig_settle();
    assert_int_equal(heard.nacks, 3);
    assert_int_equal(rig.counts.stops, 0); /* and nobody has attached */
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
}

static void a_reply_is_sent_again_when_gdb_wants_it(void **state)
{
    (void)state;
    assert_string_equal(gdb_rig_send("m1000,20", 8), gdb_rig_ask("m1000,20"));
    gdb_rig_send("m1000,3", 7);
    for (unsigned i = 0; i < 3; i++) {
        gdb_rig_feed("-", 1, 1);
        assert_string_equal(gdb_rig_settle(), "001f3e");
    }
    gdb_rig_feed("+-", 2, 2);
    assert_string_equal(gdb_rig_settle(), "");
}

static void a_longer_name_is_another_packets(void **state)
{
    static const char *const longer[] = {
        "QStartNoAckMode2", "qAttachedTo",   "qOffsets2",
        "qfThreadInfo1",    "qsThreadInfoX", "qSupportedNot",
    };

    (void)state;
    for (size_t i = 0; i < sizeof longer / sizeof longer[0]; i++) {
        heard.acks = 0;
        assert_string_equal(gdb_rig_ask(longer[i]), "");
        assert_int_equal(heard.acks, 1);
    }
    assert_string_equal(gdb_rig_ask("qAttached:1"), "1");
}

/* A host that asked for something else would wait for acknowledgements. */
static void acknowledgements_are_not_given_up_with_arguments(void **state)
{
    (void)state;
    heard.acks = 0;
    assert_string_equal(gdb_rig_ask("QStartNoAckMode:"), "E16");
    assert_string_equal(gdb_rig_ask("QStartNoAckMode;1"), "E16");
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
    assert_int_equal(heard.acks, 3);
}

static void without_acknowledgements_none_are_sent(void **state)
{
    (void)state;
    assert_string_equal(gdb_rig_ask("QStartNoAckMode"), "OK");
    heard.acks = 0;
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
    assert_int_equal(heard.acks, 0);
    /* What is damaged cannot be asked for again. */
    gdb_rig_feed("$qAttached#00", 13, 13);
    assert_string_equal(gdb_rig_settle(), "E16");
    assert_int_equal(heard.nacks, 0);
    /* Another gdb begins as if nothing had been agreed on. */
    assert_non_null(strstr(gdb_rig_ask("qSupported:swbreak+"), "PacketSize="));
    assert_int_equal(heard.acks, 1);
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
    assert_int_equal(heard.acks, 2);
}

static void a_frame_that_was_cut_is_forgotten_at_the_next(void **state)
{
    static const char *const cut[] = {"$qAtt", "$m1000,}", "$m1000,2#", "$m1000,2#4"};

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        gdb_rig_feed(cut[i], strlen(cut[i]), 99);
        assert_string_equal(gdb_rig_ask("qAttached"), "1");
    }
    assert_int_equal(heard.nacks, 0);
}

static void a_packet_may_be_as_long_as_was_told_and_no_longer(void **state)
{
    size_t size = AGENT_GDB_PACKET;
    char *packet = malloc(size + 1), told[40];
    int head;

    (void)state;
    assert_non_null(packet);
    snprintf(told, sizeof told, "PacketSize=%zx;", size);
    assert_memory_equal(gdb_rig_ask("qSupported"), told, strlen(told));
    memset(packet, 0x55, size + 1);
    head = snprintf(packet, size, "X1000,%zx:", size - 11);
    assert_int_equal(head, 11 - 1 + (size - 11 > 0xfff)); /* it fills the packet */
    head = snprintf(packet, size, "X1000,%zx:", size - (size_t)head);
    packet[head] = 0x55;
    gdb_rig_send(packet, size);
    assert_string_equal(heard.reply, "OK");
    assert_int_equal(rig.memory[size - (size_t)head - 1], 0x55);
    assert_int_not_equal(rig.memory[size - (size_t)head], 0x55);
    gdb_rig_send(packet, size + 1);
    assert_string_equal(heard.reply, "E07");
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
    free(packet);
}

static void characters_that_stand_for_others_are_understood(void **state)
{
    static const char packet[] = "X1000,4:}\x03}\x04}]}\x0a";

    (void)state;
    assert_string_equal(gdb_rig_send(packet, sizeof packet - 1), "OK");
    assert_memory_equal(rig.memory, "#$}*", 4);
}

static void hosts_come_and_go(void **state)
{
    (void)state;
    gdb_rig_ask("QStartNoAckMode");
    gdb_rig_feed("$m1000,", 7, 7);
    gdb_reset(&rig.agent, BOARD_PORT_DETACHED);
    gdb_reset(&rig.agent, BOARD_PORT_ATTACHED);
    heard.acks = 0;
    assert_string_equal(gdb_rig_ask("qAttached"), "1");
    assert_int_equal(heard.acks, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_packet_is_acknowledged_and_answered, setup),
        cmocka_unit_test_setup(a_packet_that_nobody_knows_has_an_empty_reply, setup),
        cmocka_unit_test_setup(a_packet_may_come_in_any_pieces, setup),
        cmocka_unit_test_setup(a_damaged_packet_is_asked_for_again, setup),
        cmocka_unit_test_setup(a_reply_is_sent_again_when_gdb_wants_it, setup),
        cmocka_unit_test_setup(a_longer_name_is_another_packets, setup),
        cmocka_unit_test_setup(acknowledgements_are_not_given_up_with_arguments, setup),
        cmocka_unit_test_setup(without_acknowledgements_none_are_sent, setup),
        cmocka_unit_test_setup(a_frame_that_was_cut_is_forgotten_at_the_next, setup),
        cmocka_unit_test_setup(a_packet_may_be_as_long_as_was_told_and_no_longer, setup),
        cmocka_unit_test_setup(characters_that_stand_for_others_are_understood, setup),
        cmocka_unit_test_setup(hosts_come_and_go, setup),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_pci.c - query-pci over buses of the test's.
 *
 * SPDX-License-Identifier: MIT */
#include "unit.h"

#include "commands.h"
#include "pci_bus.h"

const struct board_services board_services = {.pci = &pci_bus_service};

static char text[1 << 18];
static size_t length;

/* The reply's value, through an output of SIZE bytes as a session does it: what does not fit is
 * taken back and asked for again. */
static const char *query_through(uint32_t size)
{
    struct qmp_stream stream = {.emit = NULL}, before;
    struct qmp_call call = {.stream = &stream};
    char *buffer = malloc(size);
    struct json_writer w;
    bool more = true;

    length = 0;
    assert_int_equal(agent_query_pci(&call), 0);
    json_writer_init(&w, buffer, size);
    while (more) {
        struct json_mark mark = json_writer_mark(&w);

        before = stream;
        more = stream.emit(&stream, &w);
        if (w.overflow) {
            json_writer_rewind(&w, mark);
            stream = before;
            more = true;
            assert_true(w.length > 0); /* a piece alone fits */
        }
        if (w.length < size / 2 && more)
            continue;
        assert_true(length + w.length < sizeof text);
        memcpy(text + length, buffer, w.length);
        length += w.length;
        w.length = 0;
    }
    text[length] = '\0';
    free(buffer);
    return text;
}

static const char *query(void)
{
    return query_through(4096);
}

static size_t count(const char *what)
{
    size_t n = 0;

    for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what))
        n++;
    return n;
}

static void expect_balanced(void)
{
    char open[1024];
    size_t depth = 0;

    for (const char *at = text; *at; at++) {
        if (*at == '{' || *at == '[') {
            assert_in_range(depth, 0, sizeof open - 1);
            open[depth++] = *at == '{' ? '}' : ']';
        } else if (*at == '}' || *at == ']') {
            assert_true(depth > 0);
            assert_int_equal(*at, open[--depth]);
        }
        assert_true(depth > 0 || at[1] == '\0');
    }
    assert_int_equal(depth, 0);
}

/* What the function 0 of SLOT on BUS looks like up to its regions, of those that pci_bus_add()
 * makes. */
#define PLAIN(bus, slot, number)                                                                   \
    "{\"bus\": " #bus ", \"slot\": " #slot ", \"function\": " #number                              \
    ", \"class_info\": {\"class\": 512, \"desc\": \"Ethernet controller\"}, "                      \
    "\"id\": {\"device\": 22136, \"vendor\": 4660, \"subsystem\": 0, \"subsystem-vendor\": 0}, "   \
    "\"irq_pin\": 0, \"qdev_id\": \"\", \"regions\": ["
#define BRIDGE(bus, slot)                                                                          \
    "{\"bus\": " #bus ", \"slot\": " #slot ", \"function\": 0, "                                   \
    "\"class_info\": {\"class\": 1540, \"desc\": \"PCI bridge\"}, "                                \
    "\"id\": {\"device\": 22136, \"vendor\": 4660}, "                                              \
    "\"irq_pin\": 0, \"qdev_id\": \"\", \"regions\": ["
#define NUMBERS(primary, secondary, subordinate)                                                   \
    "], \"pci_bridge\": {\"bus\": {\"number\": " #primary ", \"secondary\": " #secondary           \
    ", \"subordinate\": " #subordinate ", \"io_range\": "
#define CLOSED                                                                                     \
    "{\"base\": 0, \"limit\": 4095}, \"memory_range\": {\"base\": 0, \"limit\": 1048575}, "        \
    "\"prefetchable_range\": {\"base\": 0, \"limit\": 1048575}}"
#define ALL(devices) "[{\"bus\": 0, \"devices\": [" devices "]}]"

/* -------------------------------------------------------------------- functions */

static void an_empty_bus_has_no_devices(void **state)
{
    (void)state;
    pci_bus_start();
    assert_string_equal(query(), ALL(""));
}

static void a_function_tells_what_it_is(void **state)
{
    int f;

    (void)state;
    pci_bus_start();
    f = pci_bus_add(PCI_BUS_ROOT, 31, 0);
    pci_bus_set(f, 0x08, 0xff0102ff, 0);
    pci_bus_set(f, 0x2c, 0xabcd0123, 0);
    pci_bus_set(f, 0x3c, 0x0000040b, 0);
    assert_string_equal(query(), ALL("{\"bus\": 0, \"slot\": 31, \"function\": 0, "
                                     "\"class_info\": {\"class\": 65281}, "
                                     "\"id\": {\"device\": 22136, \"vendor\": 4660, "
                                     "\"subsystem\": 43981, \"subsystem-vendor\": 291}, "
                                     "\"irq\": 11, \"irq_pin\": 4, \"qdev_id\": \"\", "
                                     "\"regions\": []}"));
}

static void a_cardbus_bridge_has_its_subsystem_elsewhere(void **state)
{
    int f;

    (void)state;
    pci_bus_start();
    f = pci_bus_add(PCI_BUS_ROOT, 1, 0);
    pci_bus_set(f, 0x0c, 0x00020000, 0);
    pci_bus_set(f, 0x18, 0x00010100, 0); /* its bus is none of PCI */
    pci_bus_set(f, 0x40, 0x00020001, 0);
    pci_bus_set_bar(f, 0, 4096, 0, 0);
    (void)query();
    assert_non_null(strstr(text, "\"subsystem\": 2, \"subsystem-vendor\": 1"));
    assert_int_equal(count("\"bar\""), 1);
    assert_int_equal(count("pci_bridge"), 0);
}

static void a_header_of_unknown_type_is_not_touched(void **state)
{
    int f;

    (void)state;
    pci_bus_start();
    f = pci_bus_add(PCI_BUS_ROOT, 1, 0);
    pci_bus_set(f, 0x0c, 0x00030000, 0);
    (void)query();
    assert_int_equal(pci_bus.writes, 0);
    assert_non_null(strstr(text, "\"regions\": []"));
    assert_null(strstr(text, "subsystem"));
}

static void a_function_that_is_alone_hides_its_echoes(void **state)
{
    (void)state;
    pci_bus_start();
    for (unsigned n = 0; n < 8; n++)
        (void)pci_bus_add(PCI_BUS_ROOT, 3, n);
    (void)pci_bus_add(PCI_BUS_ROOT, 4, 0);
    assert_string_equal(query(), ALL(PLAIN(0, 3, 0) "]}, " PLAIN(0, 4, 0) "]}"));
}

static void all_functions_of_a_device_with_several_are_there(void **state)
{
    (void)state;
    pci_bus_start();
    pci_bus_set(pci_bus_add(PCI_BUS_ROOT, 3, 0), 0x0c, 0x00800000, 0);
    (void)pci_bus_add(PCI_BUS_ROOT, 3, 2);
    (void)pci_bus_add(PCI_BUS_ROOT, 3, 7);
    assert_string_equal(query(),
                        ALL(PLAIN(0, 3, 0) "]}, " PLAIN(0, 3, 2) "]}, " PLAIN(0, 3, 7) "]}"));
}

static void a_device_may_lack_function_0(void **state)
{
    (void)state;
    pci_bus_start();
    (void)pci_bus_add(PCI_BUS_ROOT, 2, 2);
    (void)pci_bus_add(PCI_BUS_ROOT, 2, 5);
    assert_string_equal(query(), ALL(PLAIN(0, 2, 2) "]}, " PLAIN(0, 2, 5) "]}"));
}

/* ---------------------------------------------------------------------- bridges */

static void a_bridge_that_nobody_has_numbered_leads_nowhere(void **state)
{
    int bridge;

    (void)state;
    pci_bus_start();
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 0, 0);
    (void)pci_bus_add(bridge, 0, 0);
    assert_string_equal(query(), ALL(BRIDGE(0, 1) NUMBERS(0, 0, 0) CLOSED "}}"));
}

static void an_empty_bus_behind_a_bridge_is_empty(void **state)
{
    (void)state;
    pci_bus_start();
    (void)pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 7, 7);
    assert_string_equal(query(), ALL(BRIDGE(0, 1) NUMBERS(0, 7, 7) CLOSED ", \"devices\": []}}"));
}

static void bridges_tell_what_they_pass_on(void **state)
{
    int bridge;

    (void)state;
    pci_bus_start();
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 0, 0);
    pci_bus_set(bridge, 0x1c, 0x0000f0e0, 0); /* I/O: 16 bits */
    pci_bus_set(bridge, 0x20, 0x9ff19001, 0); /* of memory there are no others */
    pci_bus_set(bridge, 0x24, 0xaff0a000, 0); /* prefetchable: 32 bits */
    pci_bus_set(bridge, 0x28, 5, 0);          /* which these must not matter to */
    pci_bus_set(bridge, 0x2c, 6, 0);
    pci_bus_set(bridge, 0x30, 0x00020001, 0);
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 2, 0, 0, 0, 0);
    pci_bus_set(bridge, 0x1c, 0x0000f1e1, 0); /* I/O: 32 bits */
    pci_bus_set(bridge, 0x20, 0x0000fff0, 0); /* closed */
    pci_bus_set(bridge, 0x24, 0xaff1a001, 0); /* prefetchable: 64 bits */
    pci_bus_set(bridge, 0x28, 5, 0);
    pci_bus_set(bridge, 0x2c, 6, 0);
    pci_bus_set(bridge, 0x30, 0x00020001, 0);
    assert_string_equal(query(),
                        ALL(BRIDGE(0, 1) NUMBERS(
                            0, 0, 0) "{\"base\": 57344, \"limit\": 65535}, "
                                     "\"memory_range\": {\"base\": 2415919104, "
                                     "\"limit\": 2684354559}, "
                                     "\"prefetchable_range\": {\"base\": 2684354560, "
                                     "\"limit\": 2952790015}}}}, " BRIDGE(0, 2) NUMBERS(
                                         0, 0, 0) "{\"base\": 122880, \"limit\": 196607}, "
                                                  "\"memory_range\": {\"base\": 4293918720, "
                                                  "\"limit\": 1048575}, "
                                                  "\"prefetchable_range\": {\"base\": 24159191040, "
                                                  "\"limit\": 28722593791}}}}"));
}

static void what_is_behind_bridges_is_in_them(void **state)
{
    int outer, inner;

    (void)state;
    pci_bus_start();
    (void)pci_bus_add(PCI_BUS_ROOT, 0, 0);
    outer = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 1, 3);
    (void)pci_bus_add(outer, 0, 0);
    inner = pci_bus_add_bridge(outer, 4, 0, 1, 2, 2);
    (void)pci_bus_add(inner, 9, 0);
    (void)pci_bus_add_bridge(outer, 5, 0, 1, 3, 3);
    (void)pci_bus_add(outer, 6, 0);
    (void)pci_bus_add(PCI_BUS_ROOT, 2, 0);
    assert_string_equal(query(),
                        ALL(PLAIN(0, 0, 0) "]}, " BRIDGE(0, 1) NUMBERS(0, 1, 3) CLOSED
                            ", \"devices\": [" PLAIN(1, 0, 0) "]}, " BRIDGE(1, 4) NUMBERS(1, 2, 2)
                                CLOSED ", \"devices\": [" PLAIN(2, 9, 0) "]}]}}, " BRIDGE(1, 5)
                                    NUMBERS(1, 3, 3) CLOSED
                            ", \"devices\": []}}, " PLAIN(1, 6, 0) "]}]}}, " PLAIN(0, 2, 0) "]}"));
}

static void buses_may_be_behind_one_another_as_deep_as_they_can_be_numbered(void **state)
{
    int bridge = PCI_BUS_ROOT;

    (void)state;
    pci_bus_start();
    for (unsigned bus = 0; bus < 255; bus++)
        bridge = pci_bus_add_bridge(bridge, bus % 32, 0, bus, bus + 1, 255);
    (void)pci_bus_add(bridge, 31, 0);
    (void)pci_bus_add(PCI_BUS_ROOT, 31, 0);
    (void)query();
    expect_balanced();
    assert_int_equal(count("\"pci_bridge\""), 255);
    assert_non_null(strstr(text, PLAIN(255, 31, 0) "]}]}}"));
    assert_non_null(strstr(text, "]}}, " PLAIN(0, 31, 0) "]}]}]"));
}

static void a_bridge_may_be_one_function_of_several(void **state)
{
    int bridge;

    (void)state;
    pci_bus_start();
    pci_bus_set(pci_bus_add(PCI_BUS_ROOT, 1, 0), 0x0c, 0x00800000, 0);
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 3, 0, 1, 1);
    (void)pci_bus_add(bridge, 0, 0);
    (void)pci_bus_add(PCI_BUS_ROOT, 1, 4);
    (void)query();
    assert_non_null(strstr(text, "\"devices\": [" PLAIN(1, 0, 0) "]}]}}, " PLAIN(0, 1, 4) "]}]}]"));
}

static void bridges_may_be_numbered_in_any_order(void **state)
{
    int bridge;

    (void)state;
    pci_bus_start();
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 5, 9);
    (void)pci_bus_add_bridge(bridge, 0, 0, 5, 8, 9);
    (void)pci_bus_add_bridge(bridge, 1, 0, 5, 6, 7);
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 2, 0, 0, 1, 4);
    (void)pci_bus_add(bridge, 3, 0);
    (void)query();
    expect_balanced();
    assert_int_equal(count("\"devices\""), 5);
    assert_non_null(strstr(text, "\"devices\": [" PLAIN(1, 3, 0) "]}]}}]}]"));
}

static void wrong_numbers_lead_nowhere(void **state)
{
    int first, second;

    (void)state;
    pci_bus_start();
    first = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 1, 9);
    (void)pci_bus_add_bridge(first, 1, 0, 1, 1, 9);           /* itself again */
    (void)pci_bus_add_bridge(first, 2, 0, 1, 0, 9);           /* back */
    (void)pci_bus_add_bridge(first, 3, 0, 1, 5, 4);           /* an empty range */
    (void)pci_bus_add_bridge(first, 4, 0, 1, 10, 10);         /* outside of the first one's */
    second = pci_bus_add_bridge(PCI_BUS_ROOT, 2, 0, 0, 1, 9); /* taken */
    (void)pci_bus_add(second, 7, 0);
    (void)pci_bus_add_bridge(PCI_BUS_ROOT, 4, 0, 0, 10, 10);
    (void)query();
    expect_balanced();
    assert_int_equal(count("\"pci_bridge\""), 7);
    assert_int_equal(count("\"devices\""), 3);
    assert_int_equal(count("\"slot\": 7"), 0);
}

/* While something on bus 2 is looked for, nobody finds bus 1 any more. */
static void renumber(unsigned bus, unsigned slot, unsigned function, unsigned offset)
{
    (void)function;
    (void)offset;
    if (bus == 2 && slot == 9)
        pci_bus_set(0, 0x18, 0, 0);
}

static void buses_that_vanish_meanwhile_are_ended(void **state)
{
    int bridge;

    (void)state;
    pci_bus_start();
    bridge = pci_bus_add_bridge(PCI_BUS_ROOT, 1, 0, 0, 1, 2);
    bridge = pci_bus_add_bridge(bridge, 1, 0, 1, 2, 2);
    (void)pci_bus_add(bridge, 9, 0);
    pci_bus.watch = renumber;
    (void)query();
    expect_balanced();
    assert_int_equal(count("\"pci_bridge\""), 2);
}

/* ---------------------------------------------------------------------- the reply */

static void each_piece_fits_a_small_output(void **state)
{
    static char whole[sizeof text];
    int bridge = PCI_BUS_ROOT;

    (void)state;
    pci_bus_start();
    for (unsigned bus = 0; bus < 5; bus++) {
        bridge = pci_bus_add_bridge(bridge, 31, 0, bus, bus + 1, 255);
        pci_bus_set(bridge, 0x1c, 0x0000f1f1, 0);
        pci_bus_set(bridge, 0x24, 0xfff1fff1, 0);
        pci_bus_set(bridge, 0x28, 0x7fffffff, 0);
        pci_bus_set(bridge, 0x2c, 0x7fffffff, 0);
        pci_bus_set(bridge, 0x30, UINT32_MAX, 0);
        pci_bus_set_bar(bridge, 0, UINT64_C(1) << 62, 0xc, UINT64_C(1) << 62);
        pci_bus_set(bridge, 0x04, 2, 7);
    }
    for (unsigned bar = 0; bar < 6; bar += 2)
        pci_bus_set_bar(pci_bus_add(bridge, bar, 0), bar, UINT64_C(1) << 62, 0xc, 0);
    memcpy(whole, query(), sizeof whole);
    assert_string_equal(query_through(512), whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_bus_has_no_devices),
        cmocka_unit_test(a_function_tells_what_it_is),
        cmocka_unit_test(a_cardbus_bridge_has_its_subsystem_elsewhere),
        cmocka_unit_test(a_header_of_unknown_type_is_not_touched),
        cmocka_unit_test(a_function_that_is_alone_hides_its_echoes),
        cmocka_unit_test(all_functions_of_a_device_with_several_are_there),
        cmocka_unit_test(a_device_may_lack_function_0),
        cmocka_unit_test(a_bridge_that_nobody_has_numbered_leads_nowhere),
        cmocka_unit_test(an_empty_bus_behind_a_bridge_is_empty),
        cmocka_unit_test(bridges_tell_what_they_pass_on),
        cmocka_unit_test(what_is_behind_bridges_is_in_them),
        cmocka_unit_test(buses_may_be_behind_one_another_as_deep_as_they_can_be_numbered),
        cmocka_unit_test(a_bridge_may_be_one_function_of_several),
        cmocka_unit_test(bridges_may_be_numbered_in_any_order),
        cmocka_unit_test(wrong_numbers_lead_nowhere),
        cmocka_unit_test(buses_that_vanish_meanwhile_are_ended),
        cmocka_unit_test(each_piece_fits_a_small_output),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}

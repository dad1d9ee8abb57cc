/* test_unconfigured.c - commands for what a board never has: what the recorded cases of
 * tests/conformance do not reach.  The texts are those of QEMU 7.2, asked the same with nothing
 * configured.
 *
 * SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "board_test.h"

#define DUMP "dump-guest-memory"

struct refusal {
    const char *command, *arguments, *class, *desc;
};

/* What depends on the arguments, in the order in which QEMU looks at them. */
static const struct refusal branches[] = {
    {"eject", "{\"id\": \"a\"}", "DeviceNotFound", "Device 'a' not found"},
    {"eject", "{\"device\": \"\", \"id\": \"\"}", "GenericError",
     "Need exactly one of 'device' and 'id'"},
    {"blockdev-open-tray", NULL, "GenericError", "Need exactly one of 'device' and 'id'"},
    {"blockdev-open-tray", "{\"device\": \"d\"}", "DeviceNotFound", "Device 'd' not found"},
    {"screendump", "{\"filename\": \"x\", \"head\": 0}", "GenericError",
     "'head' must be specified together with 'device'"},
    {"screendump", "{\"filename\": \"x\", \"device\": \"d\", \"head\": 1}", "DeviceNotFound",
     "Device 'd' not found"},
    {"query-rx-filter", "{\"name\": \"\"}", "GenericError", "invalid net client name: "},
    {"yank", "{\"instances\": [{\"type\": \"block-node\", \"node-name\": \"x\"}]}",
     "DeviceNotFound", "Instance not found"},
    {"yank", "{\"instances\": [{\"type\": \"migration\"}, {\"type\": \"chardev\"}]}",
     "GenericError", "Parameter 'instances[1].id' is missing"},
    {"set_password",
     "{\"protocol\": \"spice\", \"password\": \"x\", \"connected\": \"disconnect\"}",
     "DeviceNotActive", "SPICE is not in use"},
    {"set_password", "{\"protocol\": \"spice\", \"password\": \"x\", \"display\": \"d\"}",
     "GenericError", "Parameter 'display' is unexpected"},
    {"set_password", "{\"protocol\": \"vnc\", \"password\": \"x\", \"connected\": \"fail\"}",
     "GenericError", "Invalid parameter 'connected'"},
    {"set_password",
     "{\"protocol\": \"vnc\", \"password\": \"x\", \"connected\": \"keep\", \"display\": \"d\"}",
     "GenericError", "Could not set password"},
    {"expire_password", "{\"protocol\": \"spice\", \"time\": \"now\"}", "DeviceNotActive",
     "SPICE is not in use"},
    {"expire_password", "{\"protocol\": \"vnc\", \"time\": \"now\", \"display\": \"d\"}",
     "GenericError", "Could not set password expire time"},
    {"migrate", "{\"uri\": \"nope\", \"resume\": true}", "GenericError",
     "Cannot resume if there is no paused migration"},
    {"migrate", "{\"uri\": \"fd:x\", \"resume\": false}", "GenericError",
     "File descriptor named 'x' has not been found"},
    {"migrate", "{\"uri\": \"\"}", "GenericError",
     "Parameter 'uri' expects a valid migration protocol"},
    {DUMP, "{\"paging\": true, \"protocol\": \"nope:\", \"format\": \"kdump-lzo\"}", "GenericError",
     "kdump-compressed format doesn't support paging or filter"},
    {DUMP, "{\"paging\": false, \"protocol\": \"nope:\", \"format\": \"win-dmp\", \"begin\": 0}",
     "GenericError", "kdump-compressed format doesn't support paging or filter"},
    {DUMP, "{\"paging\": true, \"protocol\": \"nope:\", \"begin\": 0, \"format\": \"elf\"}",
     "GenericError", "Parameter 'length' is missing"},
    {DUMP, "{\"paging\": true, \"protocol\": \"nope:\", \"length\": 1}", "GenericError",
     "Parameter 'begin' is missing"},
    {DUMP, "{\"paging\": true, \"protocol\": \"nope:\", \"begin\": 0, \"length\": 1}",
     "GenericError", "Invalid parameter 'protocol'"},
    {DUMP, "{\"paging\": false, \"protocol\": \"nope:\", \"format\": \"kdump-zlib\"}",
     "GenericError", "Invalid parameter 'protocol'"},
    {DUMP, "{\"paging\": false, \"protocol\": \"nope:\", \"format\": \"kdump-lzo\"}",
     "GenericError", "kdump-lzo is not available now"},
    {DUMP, "{\"paging\": false, \"protocol\": \"nope:\", \"format\": \"kdump-snappy\"}",
     "GenericError", "kdump-snappy is not available now"},
    {DUMP, "{\"paging\": false, \"protocol\": \"nope:\", \"format\": \"win-dmp\"}", "GenericError",
     "Windows dump is only available for x86-64"},
    {DUMP, "{\"paging\": false, \"protocol\": \"file:\"}", "GenericError",
     "Could not open '': No such file or directory"},
    {DUMP, "{\"paging\": false, \"protocol\": \"file\"}", "GenericError",
     "Invalid parameter 'protocol'"},
    {DUMP, "{\"paging\": false, \"protocol\": \"fd:12\"}", "GenericError",
     "File descriptor named '12' has not been found"},
    {"blockdev-add", "{\"driver\": \"\", \"node-name\": [{}]}", "GenericError",
     "Parameter 'driver' does not accept value ''"},
    {"netdev_add", "{\"id\": \"\", \"type\": \"nope\", \"more\": null}", "GenericError",
     "Parameter 'type' does not accept value 'nope'"},
    {"dumpdtb", "{\"filename\": \"/tmp/x\"}", "GenericError", "This machine doesn't have a FDT"},
};

/* What always fails, and is not recorded. */
static const struct refusal constants[] = {
    {"block-job-cancel", "{\"device\": \"x\", \"force\": true}", "DeviceNotActive",
     "Block job 'x' not found"},
    {"block-job-complete", "{\"device\": \"x\"}", "DeviceNotActive", "Block job 'x' not found"},
    {"block-job-dismiss", "{\"id\": \"x\"}", "DeviceNotActive", "Block job 'x' not found"},
    {"block-job-finalize", "{\"id\": \"x\"}", "DeviceNotActive", "Block job 'x' not found"},
    {"block-job-resume", "{\"device\": \"x\"}", "DeviceNotActive", "Block job 'x' not found"},
    {"block-job-set-speed", "{\"device\": \"x\", \"speed\": -1}", "DeviceNotActive",
     "Block job 'x' not found"},
    {"blockdev-remove-medium", "{\"id\": \"i\"}", "DeviceNotFound", "Device 'i' not found"},
    {"closefd", "{\"fdname\": \"x\"}", "GenericError", "File descriptor named 'x' not found"},
    {"job-cancel", "{\"id\": \"x\"}", "GenericError", "Job not found"},
    {"job-complete", "{\"id\": \"x\"}", "GenericError", "Job not found"},
    {"job-finalize", "{\"id\": \"x\"}", "GenericError", "Job not found"},
    {"job-pause", "{\"id\": \"x\"}", "GenericError", "Job not found"},
    {"job-resume", "{\"id\": \"x\"}", "GenericError", "Job not found"},
    {"migrate-incoming", "{\"uri\": \"x\"}", "GenericError",
     "'-incoming' was not specified on the command line"},
    {"migrate-pause", NULL, "GenericError",
     "migrate-pause is currently only supported during postcopy-active state"},
    {"migrate-start-postcopy", NULL, "GenericError",
     "Enable postcopy with migrate_set_capability before the start of migration"},
    {"nbd-server-stop", NULL, "GenericError", "NBD server not running"},
    {"query-rocker-ports", "{\"name\": \"x\"}", "GenericError", "rocker x not found"},
    {"replay-delete-break", NULL, "GenericError",
     "replay breakpoints are allowed only in play mode"},
    {"replay-seek", "{\"icount\": 1}", "GenericError", "replay must be enabled to seek"},
    {"system_wakeup", NULL, "GenericError", "wake-up from suspend is not supported by this guest"},
    {"x-query-usb", NULL, "GenericError", "USB support not enabled"},
};

/* What succeeds, and whose value is not recorded. */
static const char *const returns[][3] = {
    {"query-block", NULL, "[]"},
    {"query-block-exports", NULL, "[]"},
    {"query-blockstats", "{\"query-nodes\": true}", "[]"},
    {"query-chardev-backends", NULL, "[]"},
    {"query-dump", NULL, "{\"total\": 0, \"status\": \"none\", \"completed\": 0}"},
    {"query-fdsets", NULL, "[]"},
    {"query-iothreads", NULL, "[]"},
    {"query-migrate", NULL, "{}"},
    {"query-named-block-nodes", "{\"flat\": true}", "[]"},
    {"query-pr-managers", NULL, "[]"},
    {"query-replay", NULL, "{\"icount\": 0, \"mode\": \"none\"}"},
    {"query-rx-filter", NULL, "[]"},
    {"query-spice", NULL, "{\"migrated\": false, \"enabled\": false, \"mouse-mode\": \"client\"}"},
    {"query-tpm-models", NULL, "[]"},
    {"query-tpm-types", NULL, "[]"},
    {"query-vcpu-dirty-limit", NULL, "[]"},
    {"query-vnc", NULL, "{\"enabled\": false}"},
    {"x-query-numa", NULL, "{\"human-readable-text\": \"0 nodes\\n\"}"},
    {"x-query-opcount", NULL, "{\"human-readable-text\": \"[TCG profiler not compiled]\\n\"}"},
    {"x-query-rdma", NULL, "{\"human-readable-text\": \"\"}"},
    {"yank", "{\"instances\": []}", "{}"},
};

static void expect_refusals(const struct refusal *refusals, size_t count)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    for (size_t i = 0; i < count; i++)
        expect_refusal(line, refusals[i].command, refusals[i].arguments, refusals[i].class,
                       refusals[i].desc);
    expect_no_event(line);
    expect_status(line, "running");
}

static void the_arguments_are_looked_at_in_the_order_of_qemu(void **state)
{
    (void)state;
    expect_refusals(branches, COUNT(branches));
}

static void what_is_never_there_is_not_found(void **state)
{
    (void)state;
    expect_refusals(constants, COUNT(constants));
}

static void what_is_asked_of_nothing_is_answered(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));

    (void)state;
    for (size_t i = 0; i < COUNT(returns); i++) {
        const char *arguments = returns[i][1];
        struct qmpc_message *reply =
            ask(line, returns[i][0], arguments == NULL ? NULL : "%s", arguments);
        struct qmpc_json value = qmpc_get(reply, "return");
        char text[160];

        snprintf(text, sizeof text, "%.*s", (int)value.length, value.text);
        assert_string_equal(text, returns[i][2]);
        qmpc_message_free(reply);
    }
}

static void a_chardev_that_is_listed_can_be_neither_removed_nor_broken(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *list = ask(line, "query-chardev", NULL);
    struct qmpc_json_iter walk = qmpc_json_iterate(qmpc_get(list, "return"));
    struct qmpc_json port, part;
    unsigned count = 0;

    (void)state;
    for (; qmpc_json_next(&walk, NULL, &port); count++) {
        char label[64], arguments[96], desc[128];

        assert_int_equal(qmpc_json_member(port, "label", &part), 0);
        assert_true(qmpc_json_string(part, label, sizeof label) > 0);
        snprintf(arguments, sizeof arguments, "{\"id\": \"%s\"}", label);
        snprintf(desc, sizeof desc, "Chardev '%s' is busy", label);
        expect_refusal(line, "chardev-remove", arguments, "GenericError", desc);
        snprintf(desc, sizeof desc, "Chardev '%s' cannot send a BREAK", label);
        expect_refusal(line, "chardev-send-break", arguments, "GenericError", desc);
    }
    assert_true(count > 0);
    qmpc_message_free(list);
}

/* A line of x-query-roms. */
struct region {
    uint64_t address, size;
    char kind[4], name[32];
};

static struct region region_of_line(const char *line)
{
    struct region r;
    char again[160];

    assert_int_equal(sscanf(line, "addr=%" SCNx64 " size=0x%" SCNx64 " mem=%3s name=\"%31[^\"]\"",
                            &r.address, &r.size, r.kind, r.name),
                     4);
    snprintf(again, sizeof again, "addr=%016" PRIx64 " size=0x%06" PRIx64 " mem=%s name=\"%s\"",
             r.address, r.size, r.kind, r.name);
    assert_string_equal(line, again);
    return r;
}

/* Where a region is said to be there is memory, of that kind. */
static void expect_region(struct qmpc *line, const struct region *r)
{
    uint64_t last = r->address + r->size - 1;
    char arguments[80], desc[80];

    qmpc_message_free(
        ask(line, "agent-memory-read", "{\"address\": %" PRIu64 ", \"size\": 1}", last));
    snprintf(arguments, sizeof arguments, "{\"address\": %" PRIu64 ", \"data\": \"\"}", last);
    snprintf(desc, sizeof desc, "Memory at 0x%" PRIx64 " is not writable", last);
    if (strcmp(r->kind, "ram") == 0) {
        qmpc_message_free(ask(line, "agent-memory-write", "%s", arguments));
    } else {
        assert_string_equal(r->kind, "rom");
        expect_refusal(line, "agent-memory-write", arguments, "GenericError", desc);
    }
}

static void x_query_roms_tells_the_image_in_the_lines_of_qemu(void **state)
{
    struct qmpc *line = emulator_attach(emulator_start(NULL));
    struct qmpc_message *reply = ask(line, "x-query-roms", NULL);
    uint64_t behind = 0;
    char text[2048], *rest = NULL;

    (void)state;
    assert_true(qmpc_get_string(reply, "return.human-readable-text", text, sizeof text) > 0);
    for (char *at = strtok_r(text, "\n", &rest); at != NULL; at = strtok_r(NULL, "\n", &rest)) {
        struct region r = region_of_line(at);

        expect_region(line, &r);
        assert_true(r.address >= behind);
        behind = r.address + r.size;
    }
    assert_true(behind > 0);
    qmpc_message_free(reply);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        board_test(the_arguments_are_looked_at_in_the_order_of_qemu),
        board_test(what_is_never_there_is_not_found),
        board_test(what_is_asked_of_nothing_is_answered),
        board_test(a_chardev_that_is_listed_can_be_neither_removed_nor_broken),
        board_test(x_query_roms_tells_the_image_in_the_lines_of_qemu),
    };

    return board_test_main(argc, argv, tests, COUNT(tests));
}

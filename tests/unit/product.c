/* product.c - the product's schema with handlers.
 *
 * SPDX-License-Identifier: MIT */
#include "product.h"

#include "unit.h"

#include "qmp/server.h"

static qmp_handler *const handlers[QMP_CMD_COUNT] = {
#if QMP_OOB
    [QMP_CMD_agent_cancel] = qmp_do_cancel,
#endif
    [QMP_CMD_agent_info] = qmp_do_nothing,
    [QMP_CMD_agent_limits] = qmp_do_limits,
    [QMP_CMD_agent_memory_read] = qmp_do_nothing,
    [QMP_CMD_agent_memory_write] = qmp_do_nothing,
    [QMP_CMD_agent_reset_session] = qmp_do_reset_session,
    [QMP_CMD_cont] = qmp_do_nothing,
#if QMP_GROUP_GUEST
    [QMP_CMD_guest_info] = qmp_do_guest_info,
#endif
    [QMP_CMD_guest_ping] = qmp_do_nothing,
    [QMP_CMD_guest_sync] = qmp_do_sync,
    [QMP_CMD_guest_sync_delimited] = qmp_do_sync_delimited,
    [QMP_CMD_qmp_capabilities] = qmp_do_capabilities,
    [QMP_CMD_query_commands] = qmp_do_query_commands,
#if QMP_INTROSPECTION
    [QMP_CMD_query_qmp_schema] = qmp_do_query_schema,
#endif
    [QMP_CMD_query_version] = qmp_do_nothing,
    [QMP_CMD_stop] = qmp_do_nothing,
};

bool product_has(unsigned command)
{
    return handlers[command] != NULL;
}

const char *product_value(unsigned command, size_t out_size, size_t *length)
{
    static struct qmp_server server;
    static struct qmp_session session;
    static char text[1 << 18];
    struct qmp_stream stream;
    struct qmp_call call;
    char *buffer = malloc(out_size);
    bool more = true, comma = false;

    assert_non_null(buffer);
    qmp_server_init(&server, &qmp_schema, handlers, NULL, PRODUCT_PACKAGE, NULL);
    memset(&stream, 0, sizeof stream);
    memset(&call, 0, sizeof call);
    call.server = &server;
    call.session = &session;
    call.stream = &stream;
    assert_int_equal(handlers[command](&call), 0);
    assert_non_null(stream.emit);
    *length = 0;
    while (more) {
        struct json_writer w;

        json_writer_init(&w, buffer, (uint32_t)out_size);
        w.comma = comma;
        more = stream.emit(&stream, &w);
        assert_false(w.overflow);
        assert_in_range(*length + w.length, 0, sizeof text);
        memcpy(text + *length, buffer, w.length);
        *length += w.length;
        comma = w.comma;
    }
    free(buffer);
    return text;
}

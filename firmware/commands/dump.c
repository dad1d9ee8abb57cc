/* dump.c - core dumps: dump-guest-memory, query-dump.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"

#if QMP_GROUP_DUMP

/* The text of a string argument behind PREFIX, as what an error quotes; false: it does not
 * begin so. */
static bool quote_behind(struct qmp_call *call, unsigned argument, const char *prefix)
{
    struct json_span text = qmp_string(call, argument);

    for (; *prefix != '\0'; prefix++, text.text++, text.length--)
        if (text.length == 0 || *text.text != *prefix)
            return false;
    call->error_text = text;
    return true;
}

/* The checks of QEMU, in its order; then there is no file to write to. */
int agent_dump_guest_memory(struct qmp_call *call)
{
    enum { PAGING, PROTOCOL, DETACH, BEGIN, LENGTH, FORMAT };
    enum { ELF, KDUMP_ZLIB, KDUMP_LZO, KDUMP_SNAPPY, WIN_DMP };
    unsigned format = qmp_enum(call, FORMAT, &qmp_type_DumpGuestMemoryFormat, ELF);
    bool begin = qmp_has(call, BEGIN), length = qmp_has(call, LENGTH);

    if (format != ELF && (qmp_bool(call, PAGING) || begin || length))
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        "kdump-compressed format doesn't support paging or filter");
    if (begin != length)
        return qmp_fail(call, QMP_GENERIC_ERROR,
                        begin ? "Parameter 'length' is missing" : "Parameter 'begin' is missing");
    if (format == WIN_DMP)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Windows dump is only available for x86-64");
    if (format == KDUMP_LZO || format == KDUMP_SNAPPY) {
        call->error_text = qmp_string(call, FORMAT);
        return qmp_fail(call, QMP_GENERIC_ERROR, "%t is not available now");
    }
    if (quote_behind(call, PROTOCOL, "file:"))
        return qmp_fail(call, QMP_GENERIC_ERROR, "Could not open '%t': No such file or directory");
    if (quote_behind(call, PROTOCOL, "fd:"))
        return qmp_fail(call, QMP_GENERIC_ERROR, "File descriptor named '%t' has not been found");
    return qmp_fail(call, QMP_GENERIC_ERROR, "Invalid parameter 'protocol'");
}

int agent_query_dump(struct qmp_call *call)
{
    return qmp_return_text(call, "{\"total\": 0, \"status\": \"none\", \"completed\": 0}");
}

#endif

/* faults.c - the descriptions of what the framer and the reader refuse, as QEMU words
 * them.
 *
 * SPDX-License-Identifier: MIT */
#include "qmp/framer.h"

const char *json_fault_format(unsigned fault)
{
    static const char *const format[] = {
        [JSON_FAULT_NONE] = "",
        [JSON_FAULT_STRAY] = "JSON parse error, stray '%r'",
        [JSON_FAULT_VALUE] = "JSON parse error, expecting value",
        [JSON_FAULT_KEYWORD] = "JSON parse error, invalid keyword '%r'",
        [JSON_FAULT_COLON] = "JSON parse error, missing : in object pair",
        [JSON_FAULT_KEY] = "JSON parse error, key is not a string in object",
        [JSON_FAULT_SEPARATOR_DICT] = "JSON parse error, expected separator in dict",
        [JSON_FAULT_SEPARATOR_LIST] = "JSON parse error, expected separator in list",
        [JSON_FAULT_ESCAPE] = "JSON parse error, invalid escape sequence in string",
        [JSON_FAULT_UTF8] = "JSON parse error, invalid UTF-8 sequence in string",
        [JSON_FAULT_UNICODE] = "JSON parse error, %r is not a valid Unicode character",
        [JSON_FAULT_DUPLICATE] = "JSON parse error, duplicate key",
        [JSON_FAULT_NESTING] = "JSON nesting depth limit exceeded",
        [JSON_FAULT_SIZE] = "JSON token size limit exceeded",
        [JSON_FAULT_TOKENS] = "JSON token count limit exceeded",
#if QMP_FRAME_CHECK
        [JSON_FAULT_CHECK] = "Frame check failed: the request was damaged, and not executed",
        [JSON_FAULT_CUT] = "Frame check failed: the line ended inside a request",
#endif
    };

    return format[fault];
}

/* host_file.c - opening a file of the emulator's host for a command, and errors of it.
 *
 * SPDX-License-Identifier: MIT */
#include "host_file.h"

#include "board/services.h"

#if QMP_GROUP_INSPECT || QMP_GROUP_DUMP || QMP_GROUP_MONITOR

enum { NO_ENTRY = 2, NAME_TOO_LONG = 36 };

/* The error numbers of Linux that opening or writing a file may meet, and its texts for them. */
static const struct {
    int8_t number;
    const char *text;
} errors[] = {
    {1, "Operation not permitted"},
    {NO_ENTRY, "No such file or directory"},
    {5, "Input/output error"},
    {6, "No such device or address"},
    {12, "Cannot allocate memory"},
    {13, "Permission denied"},
    {20, "Not a directory"},
    {21, "Is a directory"},
    {22, "Invalid argument"},
    {23, "Too many open files in system"},
    {24, "Too many open files"},
    {26, "Text file busy"},
    {27, "File too large"},
    {28, "No space left on device"},
    {30, "Read-only file system"},
    {NAME_TOO_LONG, "File name too long"},
    {40, "Too many levels of symbolic links"},
    {122, "Disk quota exceeded"},
};

void host_file_describe(int number, char *where)
{
    static const char unknown[] = "Unknown error ";
    const char *text = unknown;

    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
        if (errors[i].number == number)
            text = errors[i].text;
    for (const char *from = text; *from != '\0';)
        *where++ = *from++;
    *where = '\0';
    if (text == unknown)
        json_format_uint(where, (uint64_t)number);
}

static int fail_open(struct qmp_call *call, struct json_span name, int number)
{
    call->error_text = name;
    /* Where nobody has files there is none of that name either. */
    host_file_describe(number == -BOARD_NO_FILES ? NO_ENTRY : number, call->where);
    return qmp_fail(call, QMP_GENERIC_ERROR, "Could not open '%t': %w");
}

int host_file_open(struct qmp_call *call, struct json_span name)
{
    char plain[BOARD_FILE_NAME_MAX + 1];
    uint32_t length = 0;
    int file;

    if (board_services.files == NULL)
        return fail_open(call, name, -BOARD_NO_FILES);
    /* In canonical text a backslash stands before a quote or a backslash, and nothing else does. */
    for (uint32_t i = 0; i < name.length; i++) {
        if (name.text[i] == '\\')
            i++;
        if (length == BOARD_FILE_NAME_MAX)
            return fail_open(call, name, NAME_TOO_LONG);
        plain[length++] = name.text[i];
    }
    plain[length] = '\0';
    file = board_services.files->open(plain);
    return file < 0 ? fail_open(call, name, -file) : file;
}

#endif

/* save.c - streams a long string of a reply into a file: memory of any size, and no more of it
 * in this process than a portion.
 *
 *     save unix:/tmp/board agent-memory-read '{"address": 2147483648, "size": 65536}' data out
 *
 * The string is written as it stands in the reply: base64 or hexadecimal digits.
 *
 * SPDX-License-Identifier: MIT */
#include <stdio.h>

#include <qmpc/qmpc.h>

static bool write_part(void *context, struct qmpc_json head, const char *text, size_t length)
{
    (void)head; /* what stands before the string: the format, the address */
    return fwrite(text, 1, length, context) == length;
}

int main(int argc, char **argv)
{
    if (argc != 6) {
        fprintf(stderr, "usage: save ENDPOINT COMMAND ARGUMENTS MEMBER FILE\n");
        return 2;
    }
    FILE *file = fopen(argv[5], "wb");
    struct qmpc *line = qmpc_new(NULL);
    if (file == NULL || line == NULL) {
        perror(argv[5]);
        return 1;
    }
    int64_t until = qmpc_deadline(5000);
    struct qmpc_sink sink = {
        .member = argv[4], .take = write_part, .context = file, .patience_ms = 5000};
    int status = qmpc_open(line, argv[1], until);
    if (status == QMPC_OK)
        status = qmpc_attach(line, until);
    if (status == QMPC_OK)
        status = qmpc_command_into(line, argv[2], argv[3], &sink, NULL);
    if (status != QMPC_OK)
        fprintf(stderr, "save: %s\n", qmpc_error(line));
    qmpc_free(line);
    if (fclose(file) != 0) {
        perror(argv[5]);
        return 1;
    }
    return status != QMPC_OK;
}

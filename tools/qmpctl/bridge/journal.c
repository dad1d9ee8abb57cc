/* journal.c - the log of all traffic.
 *
 * SPDX-License-Identifier: MIT */
#include "bridge/journal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int journal_open(struct journal *journal, const char *path)
{
    /* Secrets of agent-unlock may be in it. */
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "a");
    if (file == NULL) {
        fprintf(stderr, "qmpctl: the log %s cannot be opened: %s\n", path, strerror(errno));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    journal_close(journal);
    *journal = (struct journal){.path = path, .file = file};
    return 0;
}

void journal_close(struct journal *journal)
{
    if (journal->file != NULL)
        fclose(journal->file);
    journal->file = NULL;
}

static void write_time(FILE *file)
{
    struct timespec now;
    struct tm date;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &date);
    fprintf(file, "%04d-%02d-%02dT%02d:%02d:%02d.%06ldZ ", date.tm_year + 1900, date.tm_mon + 1,
            date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec, now.tv_nsec / 1000);
}

static void write_text(FILE *file, const char *bytes, size_t length)
{
    while (length > 0) {
        size_t plain = 0;
        while (plain < length && bytes[plain] >= 0x20 && bytes[plain] < 0x7F)
            plain++;
        fwrite(bytes, 1, plain, file);
        if (plain < length)
            fprintf(file, "\\x%02X", (unsigned char)bytes[plain++]);
        bytes += plain;
        length -= plain;
    }
}

void journal_write(struct journal *journal, uint64_t who, char direction, const char *bytes,
                   size_t length)
{
    if (journal->file == NULL)
        return;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
        length--;
    write_time(journal->file);
    if (who == JOURNAL_BOARD)
        fprintf(journal->file, "board    %c ", direction);
    else
        fprintf(journal->file, "client %" PRIu64 " %c ", who, direction);
    write_text(journal->file, bytes, length);
    putc('\n', journal->file);
}

void journal_remark(struct journal *journal, uint64_t who, const char *text)
{
    journal_write(journal, who, '-', text, strlen(text));
}

void journal_flush(struct journal *journal)
{
    if (journal->file == NULL || fflush(journal->file) == 0)
        return;
    if (!journal->reported)
        fprintf(stderr, "qmpctl: the log %s cannot be written: %s\n", journal->path,
                strerror(errno));
    journal->reported = true;
    clearerr(journal->file);
}

/* traffic.c - what is sent and received, for a log and for who wants to see it.
 *
 * SPDX-License-Identifier: MIT */
#include "shell/traffic.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/print.h"
#include "common/style.h"

static void note(const struct traffic *traffic, const char *way, const char *text, size_t length)
{
    struct timespec now;
    if (traffic->log == NULL || ferror(traffic->log))
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    fprintf(traffic->log, "{\"time\": %lld.%06ld, \"%s\": ", (long long)now.tv_sec,
            now.tv_nsec / 1000, way);
    fwrite(text, 1, length, traffic->log);
    fputs("}\n", traffic->log);
    /* At once: a session that breaks is the one whose log is wanted. */
    if (fflush(traffic->log) != 0 || ferror(traffic->log))
        fprintf(stderr, "qmpctl: the log cannot be written: %s\n", strerror(errno));
}

bool traffic_end(struct traffic *traffic)
{
    bool whole = !ferror(traffic->log);
    if (fclose(traffic->log) != 0 && whole) {
        fprintf(stderr, "qmpctl: the log cannot be written: %s\n", strerror(errno));
        whole = false;
    }
    traffic->log = NULL;
    return whole;
}

static void show(const struct traffic *traffic, const char *text)
{
    struct qmpc_json value;
    fputs("-> ", stderr);
    if (traffic->pretty && qmpc_json_parse(text, strlen(text), &value, NULL) == QMPC_OK)
        print_pretty(stderr, value);
    else
        style_text(stderr, text, strlen(text));
    fputc('\n', stderr);
}

void traffic_command(const struct traffic *traffic, const char *command, const char *arguments,
                     bool oob, bool shown)
{
    char *request = NULL;
    size_t size;
    if (traffic->log == NULL && !(traffic->show && shown))
        return;
    FILE *out = open_memstream(&request, &size);
    char *name = qmpc_json_quote(command, strlen(command));
    if (out != NULL && name != NULL) {
        fprintf(out, "{\"%s\": %s", oob ? "exec-oob" : "execute", name);
        if (arguments != NULL)
            fprintf(out, ", \"arguments\": %s", arguments);
        fputc('}', out);
        fflush(out);
        note(traffic, "sent", request, size);
        if (traffic->show && shown)
            show(traffic, request);
    }
    free(name);
    if (out != NULL)
        fclose(out);
    free(request);
}

void traffic_raw(const struct traffic *traffic, const char *text)
{
    if (traffic->show)
        show(traffic, text);
    if (traffic->log == NULL)
        return;
    if (qmpc_json_parse(text, strlen(text), NULL, NULL) == QMPC_OK) {
        note(traffic, "sent", text, strlen(text));
        return;
    }
    /* The log stays JSON, whatever was sent. */
    char *quoted = qmpc_json_quote(text, strlen(text));
    if (quoted != NULL)
        note(traffic, "sent", quoted, strlen(quoted));
    free(quoted);
}

void traffic_received(const struct traffic *traffic, const struct qmpc_message *message)
{
    if (message != NULL)
        note(traffic, "received", qmpc_message_text(message), qmpc_message_length(message));
}

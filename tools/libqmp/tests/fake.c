/* fake.c - the scripted server of the tests.
 *
 * SPDX-License-Identifier: MIT */
#include "fake.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void *run_script(void *context)
{
    struct fake *fake = context;
    fake->script(fake);
    close(fake->fd);
    return NULL;
}

void fake_start(struct fake *fake, fake_script *script, struct qmpc *line)
{
    int pair[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    *fake = (struct fake){.fd = pair[1], .script = script};
    assert_int_equal(qmpc_open_fds(line, pair[0], pair[0]), QMPC_OK);
    if (script != NULL)
        assert_int_equal(pthread_create(&fake->thread, NULL, run_script, fake), 0);
}

void fake_stop(struct fake *fake)
{
    if (fake->script != NULL)
        pthread_join(fake->thread, NULL);
    else
        close(fake->fd);
}

struct qmpc *fake_open(struct fake *fake, fake_script *script, const struct qmpc_options *options)
{
    struct qmpc *line = qmpc_new(options);
    assert_non_null(line);
    fake_start(fake, script, line);
    return line;
}

void fake_close(struct fake *fake, struct qmpc *line)
{
    qmpc_free(line);
    fake_stop(fake);
}

void fake_say(struct fake *fake, const char *text)
{
    send(fake->fd, text, strlen(text), MSG_NOSIGNAL);
}

void fake_sayf(struct fake *fake, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    fake_say(fake, text);
}

static void keep_id(struct fake *fake)
{
    struct qmpc_json request;
    struct qmpc_json id;
    fake->id[0] = '\0';
    if (qmpc_json_parse(fake->heard, strlen(fake->heard), &request, NULL) == QMPC_OK &&
        qmpc_json_member(request, "id", &id) == QMPC_OK && id.length < sizeof fake->id) {
        memcpy(fake->id, id.text, id.length);
        fake->id[id.length] = '\0';
    }
}

bool fake_hear(struct fake *fake)
{
    size_t length = 0;
    char byte;
    while (recv(fake->fd, &byte, 1, 0) == 1) {
        if (byte == '\n') {
            fake->heard[length] = '\0';
            fake->requests++;
            keep_id(fake);
            return true;
        }
        if ((unsigned char)byte != 0xFF && length + 1 < sizeof fake->heard)
            fake->heard[length++] = byte;
    }
    return false;
}

void fake_return(struct fake *fake, const char *value)
{
    fake_sayf(fake, "{\"id\": %s, \"return\": %s}\r\n", fake->id, value);
}

void fake_error(struct fake *fake, const char *class, const char *desc)
{
    fake_sayf(fake, "{\"id\": %s, \"error\": {\"class\": \"%s\", \"desc\": \"%s\"}}\r\n", fake->id,
              class, desc);
}

bool fake_heard(const struct fake *fake, const char *command)
{
    struct qmpc_json request;
    struct qmpc_json name;
    return qmpc_json_parse(fake->heard, strlen(fake->heard), &request, NULL) == QMPC_OK &&
           qmpc_json_member(request, "execute", &name) == QMPC_OK &&
           qmpc_json_string_is(name, command);
}

void fake_sleep(int64_t ms)
{
    poll(NULL, 0, (int)ms);
}

/* monitor_said.c - what a handler of the human monitor says.
 *
 * SPDX-License-Identifier: MIT */
#include "monitor_said.h"

#include "unit.h"

static char text[1 << 16];

const char *monitor_said(monitor_handler *handler, uint32_t size)
{
    struct monitor_run run = {.reader = MONITOR_TERMINAL};

    return monitor_said_by(&run, handler, size);
}

const char *monitor_said_by(struct monitor_run *run, monitor_handler *handler, uint32_t size)
{
    char *buffer = malloc(size);
    struct json_writer w;
    size_t length = 0;
    bool more = true;

    assert_int_equal(handler(run), 0);
    json_writer_init(&w, buffer, size);
    run->w = &w;
    while (more) {
        struct json_mark mark = json_writer_mark(&w);
        struct monitor_run before = *run;

        more = run->emit(run);
        if (w.overflow) {
            json_writer_rewind(&w, mark);
            run->emit = before.emit;
            memcpy(run->at, before.at, sizeof before.at);
            more = true;
            assert_true(w.length > 0); /* a piece alone fits */
        } else if (more) {
            continue;
        }
        assert_true(length + w.length < sizeof text);
        memcpy(text + length, buffer, w.length);
        length += w.length;
        w.length = 0;
    }
    text[length] = '\0';
    free(buffer);
    return text;
}

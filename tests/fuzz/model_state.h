/* model_state.h - what the files of the model of a session share.
 *
 * SPDX-License-Identifier: MIT */
#ifndef MODEL_STATE_H
#define MODEL_STATE_H

#include "fuzz.h"

#include "model_line.h"
#include "oracle.h"

#include "qmp/framer.h"

/* What a reply to one request changes for those that follow. */
struct mode {
    bool negotiated, oob, checked;
};

struct state {
    struct model *model;
    struct calm *calm;
    const uint8_t *stream;
    struct json_framer framer;
    struct mode mode;
    size_t begin;    /* where the bytes since the last message begin, or this one's */
    bool open, skip; /* with checks: a message is under way; the rest of its line is lost */
};

/* Another line of the session's, in band. */
struct model_line *model_add(struct state *s, json_t *value);

/* An error as a line, of CLASS; REQUEST gives the id, or NULL. */
json_t *model_error(const json_t *request, const char *class, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The greeting, with which a session begins. */
void model_begin(struct state *s);

/* What REQUEST, as oracle_exactly() left it, changes and adds to the lines. */
void model_execute(struct state *s, const json_t *request, bool bare);

#endif

/* questions.h - what a round asks, and what becomes of the answers.
 *
 * SPDX-License-Identifier: MIT */
#ifndef QMPCTL_TOP_QUESTIONS_H
#define QMPCTL_TOP_QUESTIONS_H

#include "top/engine.h"

/* The command to send now, with *ARGUMENTS (NULL, or to be freed); NULL: the round is done, and
 * the phase is ENGINE_IDLE. */
const char *questions_next(struct engine *engine, char **arguments);

/* REPLY is that to the command which questions_next() gave last. */
void questions_answered(struct engine *engine, const struct qmpc_message *reply);

#endif

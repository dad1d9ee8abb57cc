/* plan.c - opening and attaching step by step, and the loop that waits for it.
 *
 * A plan is a stage that is under way and what comes after it.  Nothing here waits but
 * qmpc_plan_run(), the face for callers that want to.
 *
 * SPDX-License-Identifier: MIT */
#include "internal.h"

static int begin_stage(struct qmpc *line, enum qmpc_stage stage)
{
    line->plan.stage = stage;
    switch (stage) {
    case QMPC_MEETING:
        qmpc_meeting_begin(line);
        return QMPC_OK;
    case QMPC_SYNCING:
        qmpc_syncing_begin(line);
        return QMPC_OK;
    case QMPC_NEGOTIATING:
        return qmpc_negotiating_begin(line);
    default:
        return QMPC_OK;
    }
}

static int step_stage(struct qmpc *line)
{
    switch (line->plan.stage) {
    case QMPC_OPENING:
        return qmpc_opening_step(line);
    case QMPC_MEETING:
        return qmpc_meeting_step(line);
    case QMPC_SYNCING:
        return qmpc_syncing_step(line);
    case QMPC_NEGOTIATING:
        return qmpc_negotiating_step(line);
    default:
        return QMPC_OK;
    }
}

/* What comes after a stage that ended well. */
static enum qmpc_stage next_stage(const struct qmpc_plan *plan)
{
    if (plan->stage == QMPC_OPENING && plan->meets)
        return QMPC_MEETING;
    if (plan->stage != QMPC_OPENING && plan->stage != QMPC_NEGOTIATING && plan->negotiates)
        return QMPC_NEGOTIATING;
    return QMPC_JOINED;
}

/* Goes from stage to stage as far as it goes without waiting. */
static int move_stages(struct qmpc *line)
{
    struct qmpc_plan *plan = &line->plan;
    while (plan->stage != QMPC_JOINED) {
        int status = step_stage(line);
        enum qmpc_stage next = next_stage(plan);
        if (plan->stage == QMPC_MEETING &&
            (status == QMPC_E_TIMEOUT || status == QMPC_E_PROTOCOL)) {
            next = QMPC_SYNCING;
            status = QMPC_OK;
        } else if (plan->stage == QMPC_NEGOTIATING && status == QMPC_E_RESTARTED && plan->meets &&
                   qmpc_clock() < plan->deadline) {
            next = QMPC_MEETING;
            status = QMPC_OK;
        }
        if (status == QMPC_OK)
            status = begin_stage(line, next);
        if (status != QMPC_OK)
            return status;
    }
    return QMPC_OK;
}

/* Writes what waits and reads what is there.  That the connection has ended is found again by
 * whoever looks for a message in vain. */
static void exchange(struct qmpc *line)
{
    enum { PORTION = 65536 };
    if (line->in < 0)
        return;
    qmpc_output_flush(line);
    for (int i = 0; i < QMPC_STEP_BYTES / PORTION; i++) {
        if (qmpc_transport_pull(line) != QMPC_OK)
            break;
    }
}

void qmpc_plan_begin(struct qmpc *line, enum qmpc_stage stage, int64_t deadline)
{
    struct qmpc_plan *plan = &line->plan;
    *plan = (struct qmpc_plan){.deadline = deadline, .stepped = plan->stepped};
    plan->failed = begin_stage(line, stage);
}

int qmpc_plan_move(struct qmpc *line)
{
    struct qmpc_plan *plan = &line->plan;
    if (plan->failed != QMPC_OK)
        return plan->failed;
    exchange(line);
    int status = move_stages(line);
    if (status != QMPC_OK && status != QMPC_E_BUSY) {
        plan->failed = status;
        plan->stage = QMPC_JOINED;
    }
    return status;
}

int qmpc_plan_run(struct qmpc *line)
{
    for (;;) {
        int status = qmpc_plan_move(line);
        if (status != QMPC_E_BUSY) {
            line->plan.failed = QMPC_OK; /* said to the caller, who may go on as he likes */
            return status;
        }
        struct pollfd fds[2];
        int64_t wake;
        int count = qmpc_wants(line, fds, &wake);
        poll(fds, (nfds_t)count, qmpc_poll_ms(wake));
    }
}

/* ------------------------------------------------------ a loop of one's own */

int qmpc_begin(struct qmpc *line, const char *endpoint, int64_t deadline)
{
    int status = qmpc_opening_begin(line, endpoint);
    if (status != QMPC_OK)
        return status;
    qmpc_plan_begin(line, QMPC_OPENING, deadline);
    line->plan.stepped = true;
    line->plan.meets = true;
    line->plan.negotiates = true;
    return QMPC_OK;
}

int qmpc_begin_attach(struct qmpc *line, int64_t deadline)
{
    bool cut = qmpc_output_is_cut(line);
    int status = qmpc_transport_ended(line);
    if (status != QMPC_OK)
        return status;
    qmpc_output_clear(line);
    /* Half a request has gone out: it may be the new session's, and must be ended. */
    qmpc_plan_begin(line, cut ? QMPC_SYNCING : QMPC_MEETING, deadline);
    line->plan.stepped = true;
    line->plan.meets = true;
    line->plan.negotiates = true;
    return QMPC_OK;
}

static bool nothing(const struct qmpc_message *message, const void *what)
{
    (void)message;
    (void)what;
    return false;
}

int qmpc_step(struct qmpc *line)
{
    struct qmpc_message *none;
    line->plan.stepped = true;
    int status = qmpc_plan_move(line);
    if (status != QMPC_OK)
        return status;
    /* A fault of the framer is for who receives. */
    int fault = line->fault;
    line->fault = QMPC_OK;
    (void)qmpc_look(line, nothing, NULL, true, &none);
    line->fault = fault;
    if (line->greeted)
        return QMPC_E_RESTARTED;
    return qmpc_transport_ended(line);
}

int qmpc_wants(const struct qmpc *line, struct pollfd fds[2], int64_t *wake)
{
    const struct qmpc_plan *plan = &line->plan;
    *wake = QMPC_FOREVER;
    if (plan->stage == QMPC_OPENING) {
        *wake = line->opening.fd >= 0 ? plan->deadline : line->opening.again;
        fds[0] = (struct pollfd){.fd = line->opening.fd, .events = POLLOUT};
        return line->opening.fd >= 0;
    }
    if (plan->stage != QMPC_JOINED)
        *wake = plan->until;
    if (line->in < 0 || line->ended)
        return 0;
    bool unsent = qmpc_unsent(line) > 0;
    fds[0] = (struct pollfd){.fd = line->in, .events = POLLIN};
    if (unsent && line->in == line->out)
        fds[0].events |= POLLOUT;
    fds[1] = (struct pollfd){.fd = line->out, .events = POLLOUT};
    return 1 + (unsent && line->in != line->out);
}

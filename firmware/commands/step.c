/* step.c - agent-step.
 *
 * SPDX-License-Identifier: MIT */
#include "commands.h"
#include "debug/debug.h"
#include "processor.h"

#if QMP_GROUP_DEBUG

enum { CPU, STEPS, OVER };

int agent_step(struct qmp_call *call)
{
    int cpu = processor_argument(call, CPU);
    int64_t count = qmp_has(call, STEPS) ? qmp_int(call, STEPS) : 1;
    bool over = qmp_has(call, OVER) && qmp_bool(call, OVER);
    const char *error;

    if (cpu < 0)
        return -1;
    if (count < 1 || count > UINT32_MAX)
        return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'count' expects 1 to 4294967295");
    if (board_debug.break_size == 0 && board_debug.safepoints)
        return qmp_fail(call, QMP_GENERIC_ERROR, "This board has only safepoints: no single steps");
    error = debug_step_begin(call->context, (unsigned)cpu, (uint32_t)count, over);
    return error != NULL ? qmp_fail(call, QMP_GENERIC_ERROR, error) : 0;
}

#endif

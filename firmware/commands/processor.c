/* processor.c - arguments that name a processor or a register of one.
 *
 * SPDX-License-Identifier: MIT */
#include "processor.h"

#include "debug/debug.h"

#if QMP_GROUP_DEBUG

int processor_argument(struct qmp_call *call, unsigned argument)
{
    int64_t index = qmp_has(call, argument) ? qmp_int(call, argument) : 0;

    if (index >= 0 && index < board_cpu_count())
        return (int)index;
    /* QEMU's text for a processor it does not have. */
    return qmp_fail(call, QMP_GENERIC_ERROR, "Parameter 'cpu-index' expects a CPU number");
}

int processor_that_stands(struct qmp_call *call, unsigned argument)
{
    int cpu = processor_argument(call, argument);

    if (cpu > 0 && board_cpu_runs((unsigned)cpu))
        return qmp_fail(call, QMP_GENERIC_ERROR, debug_runs);
    return cpu;
}

int processor_register(struct qmp_call *call, int value)
{
    for (int i = 0; i < board_debug.register_count; i++)
        if (json_equals(&call->doc, value, board_debug.registers[i].name))
            return i;
    call->error_text = json_span(&call->doc, value);
    return qmp_fail(call, QMP_GENERIC_ERROR, "There is no register '%t'");
}

uint64_t processor_ones(unsigned size)
{
    return size >= 8 ? UINT64_MAX : (UINT64_C(1) << 8 * size) - 1;
}

#endif

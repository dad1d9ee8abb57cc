/* workers.c - what the sample application does on processors other than the first: it computes.
 *
 * After so many beats a worker always has the same sum, however often it was held in between.
 *
 * SPDX-License-Identifier: MIT */
#include "workers.h"

#if BOARD_CPUS_MAX > 1

#include <stdint.h>

#include "board/board.h"
#include "board/object.h"
#include "qmp/groups.h"

/* Numbers in a beat; a beat is some milliseconds. */
#define ROUNDS 1000000u

struct worker {
    uint32_t beats;
    uint64_t sum;
};

static volatile struct worker workers[BOARD_CPUS_MAX];

/* Source: Knuth, The Art of Computer Programming, volume 2, 3.3.4, table 1: MMIX. */
static uint64_t next_number(uint64_t number)
{
    return number * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
}

static void work(void *argument)
{
    volatile struct worker *worker = argument;
    uint64_t number = (uint64_t)(worker - workers);

    for (;;) {
        for (uint32_t i = 0; i < ROUNDS; i++)
            number = next_number(number);
        worker->sum = number;
        worker->beats++;
    }
}

void workers_start(void)
{
    for (unsigned cpu = 1; cpu < BOARD_CPUS_MAX; cpu++)
        (void)board_app_start_cpu(cpu, work, (void *)&workers[cpu]); /* where there is one */
}

#if QMP_GROUP_OBJECTS

static const struct object_property properties[] = {
    OBJECT_COUNTER("beats", 32, struct worker, beats, "millions of numbers so far"),
    OBJECT_COUNTER("sum", 64, struct worker, sum, "the last of them, at the end of the last beat"),
};
OBJECT_TYPE(worker_type, "worker", &object_device, properties);

#define WORKER(cpu)                                                                                \
    OBJECT_INSTANCE(worker##cpu, &object_peripheral, "worker" #cpu, &worker_type,                  \
                    (void *)&workers[cpu])

WORKER(1);
WORKER(2);
WORKER(3);
_Static_assert(BOARD_CPUS_MAX == 4, "a worker for each");

#endif
#endif

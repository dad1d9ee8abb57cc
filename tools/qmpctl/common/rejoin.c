/* rejoin.c - a line that broke, opened again.
 *
 * SPDX-License-Identifier: MIT */
#include "common/rejoin.h"

#include <stdlib.h>
#include <string.h>

#include "common/connect.h"

int rejoin(struct qmpc *line, const struct options *options, int64_t open_ms, int64_t join_ms)
{
    struct options hasty = *options;
    const char *endpoint = options->endpoint;
    if (endpoint == NULL)
        endpoint = getenv("QMPCTL_SERVER");
    if (endpoint == NULL || strncmp(endpoint, "exec:", 5) == 0)
        return QMPC_E_GONE;
    int status = qmpc_open(line, endpoint, qmpc_deadline(open_ms));
    if (status != QMPC_OK)
        return status;
    hasty.timeout_ms = join_ms;
    return connect_again(line, &hasty);
}

/* rejoin.c - a line that broke, opened again.
 *
 * SPDX-License-Identifier: MIT */
#include "common/rejoin.h"

#include "common/connect.h"

int rejoin(struct qmpc *line, const struct options *options, int64_t open_ms, int64_t join_ms)
{
    struct options hasty = *options;
    const char *endpoint = connect_endpoint(options);
    if (endpoint == NULL || connect_is_spawned(options))
        return QMPC_E_GONE;
    int status = qmpc_open(line, endpoint, qmpc_deadline(open_ms));
    if (status != QMPC_OK)
        return status;
    hasty.timeout_ms = join_ms;
    return connect_again(line, &hasty);
}

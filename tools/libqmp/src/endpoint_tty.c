/* endpoint_tty.c - serial lines and ptys in raw mode.
 *
 * SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

#include "internal.h"

static const struct {
    unsigned baud;
    speed_t code;
} speeds[] = {
    {1200, B1200},       {2400, B2400},       {4800, B4800},       {9600, B9600},
    {19200, B19200},     {38400, B38400},     {57600, B57600},     {115200, B115200},
    {230400, B230400},   {460800, B460800},   {500000, B500000},   {576000, B576000},
    {921600, B921600},   {1000000, B1000000}, {1152000, B1152000}, {1500000, B1500000},
    {2000000, B2000000}, {2500000, B2500000}, {3000000, B3000000}, {3500000, B3500000},
    {4000000, B4000000},
};

/* B0, which hangs up, serves as "unknown". */
static speed_t speed_of(unsigned baud)
{
    for (size_t i = 0; i < sizeof speeds / sizeof speeds[0]; i++) {
        if (speeds[i].baud == baud)
            return speeds[i].code;
    }
    return B0;
}

bool qmpc_baud_is_known(unsigned baud)
{
    return speed_of(baud) != B0;
}

static int make_raw(int fd, unsigned baud)
{
    struct termios mode;
    if (tcgetattr(fd, &mode) < 0)
        return -errno;
    cfmakeraw(&mode);
    mode.c_cflag |= CLOCAL | CREAD;
    /* No hang-up at close: on many boards DTR is wired to reset. */
    mode.c_cflag &= ~(tcflag_t)(CSTOPB | CRTSCTS | HUPCL);
    mode.c_cc[VMIN] = 1;
    mode.c_cc[VTIME] = 0;
    if (baud != 0 &&
        (cfsetispeed(&mode, speed_of(baud)) < 0 || cfsetospeed(&mode, speed_of(baud)) < 0))
        return -errno;
    /* Not TCSAFLUSH: a greeting may be waiting already. */
    return tcsetattr(fd, TCSANOW, &mode) < 0 ? -errno : 0;
}

int qmpc_try_tty(const char *device, unsigned baud, struct qmpc_wires *wires)
{
    /* O_NONBLOCK also keeps open() from waiting for a carrier. */
    int fd = open(device, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    /* Two that read from one line get half of it each. */
    int status =
        flock(fd, LOCK_EX | LOCK_NB) < 0 && errno == EWOULDBLOCK ? -EBUSY : make_raw(fd, baud);
    if (status != 0) {
        close(fd);
        return status;
    }
    *wires = (struct qmpc_wires){fd, fd, 0};
    return 0;
}

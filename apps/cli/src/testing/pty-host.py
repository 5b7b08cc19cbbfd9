"""Runs a command on a terminal of its own. Orders come as JSON lines on standard input; what happens goes, as JSON lines,
to standard output. The standard library of Node opens no pseudo-terminals."""

import base64, fcntl, json, os, pty, select, signal, struct, sys, termios

master, slave = pty.openpty()


def resize(rows, cols):
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))


def modes():
    return repr(termios.tcgetattr(slave))


def tell(**event):
    print(json.dumps(event), flush=True)


def drain():
    """All that was shown until now. The kernel brings it from one end to the other in its own time, but in order."""
    if master < 0 or stalled:
        return
    end, shown = b"\0end of what was shown\0", b""
    os.write(slave, end)
    while not shown.endswith(end):
        shown += os.read(master, 65536)
    tell(type="output", data=base64.b64encode(shown[: -len(end)]).decode())


resize(30, 100)
before = modes()
# As a shell would be: when the first process of a terminal's session ends, what it showed last may be thrown away.
os.setsid()
fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
signal.signal(signal.SIGHUP, signal.SIG_IGN)
child = os.fork()
if child == 0:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    for fd in (0, 1, 2):
        os.dup2(slave, fd)
    os.closerange(3, 100)
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    os.execvp(sys.argv[1], sys.argv[1:])

tell(type="begun", modes=before, pid=child)
wake, woken = os.pipe()
os.set_blocking(woken, False)
signal.set_wakeup_fd(woken)
signal.signal(signal.SIGCHLD, lambda *_: None)
orders, stalled = b"", False
while True:
    ready, _, _ = select.select([0, wake] + ([] if stalled or master < 0 else [master]), [], [])
    if master in ready:
        try:
            tell(type="output", data=base64.b64encode(os.read(master, 65536)).decode())
        except OSError:
            pass
    if wake in ready:
        os.read(wake, 100)
        pid, status = os.waitpid(child, os.WNOHANG | os.WUNTRACED)
        if pid:
            drain()
        if pid and os.WIFSTOPPED(status):
            tell(type="stopped", modes=modes())
        elif pid:
            code = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
            name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else None
            tell(type="exit", code=code, signal=name, modes=modes() if master >= 0 else None)
            break
    if 0 in ready:
        lot = os.read(0, 65536)
        if not lot:
            os.kill(child, signal.SIGKILL)
            break
        orders += lot
        *lines, orders = orders.split(b"\n")
        for line in lines:
            order = json.loads(line)
            if order["type"] == "keys":
                os.write(master, base64.b64decode(order["data"]))
            elif order["type"] == "size":
                resize(order["rows"], order["cols"])
            elif order["type"] == "signal":
                os.kill(child, signal.Signals[order["name"]])
            elif order["type"] == "stall":
                stalled = order["stalled"]
            elif order["type"] == "hangUp":
                os.close(master)
                master = -1

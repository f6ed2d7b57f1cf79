package segments

import (
	"errors"
	"os"
	"syscall"
	"time"
	"unsafe"
)

// pause waits to a few hundredths of a millisecond. A sleep of the runtime ends up to a millisecond late,
// where nothing else goes on, since it is counted in whole milliseconds in the end: of a group's window a
// third. The kernel's timer is a file that is read like a socket; it holds up no thread.
type pause struct{ timer *os.File }

func newPause() (*pause, error) {
	const monotonic, nonBlocking, onExec = 1, syscall.O_NONBLOCK, syscall.O_CLOEXEC
	fd, _, errno := syscall.RawSyscall(syscall.SYS_TIMERFD_CREATE, monotonic, nonBlocking|onExec, 0)
	if errno != 0 {
		return nil, os.NewSyscallError("timerfd_create", errno)
	}
	return &pause{os.NewFile(fd, "timer")}, nil
}

// sleep waits as long, not at all where that is none.
func (p *pause) sleep(d time.Duration) {
	if d <= 0 {
		return
	}
	if p.arm(d) != nil {
		time.Sleep(d)
		return
	}
	var expirations [8]byte
	if _, err := p.timer.Read(expirations[:]); err != nil {
		time.Sleep(d)
	}
}

func (p *pause) arm(d time.Duration) error {
	raw, err := p.timer.SyscallConn()
	if err != nil {
		return err
	}
	spec := struct{ every, first syscall.Timespec }{first: syscall.NsecToTimespec(int64(d))}
	var errno syscall.Errno
	err = raw.Control(func(fd uintptr) {
		_, _, errno = syscall.RawSyscall6(syscall.SYS_TIMERFD_SETTIME, fd, 0, uintptr(unsafe.Pointer(&spec)),
			0, 0, 0)
	})
	if errno != 0 {
		err = errors.Join(err, errno)
	}
	return err
}

func (p *pause) close() { p.timer.Close() }

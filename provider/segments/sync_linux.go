package segments

import (
	"os"
	"syscall"
)

// syncData makes a file's bytes durable, and its size where that has changed.
func syncData(f *os.File) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	failed := raw.Control(func(fd uintptr) {
		for err = syscall.Fdatasync(int(fd)); err == syscall.EINTR; err = syscall.Fdatasync(int(fd)) {
		}
	})
	if failed != nil {
		return failed
	}
	return os.NewSyscallError("fdatasync", err)
}

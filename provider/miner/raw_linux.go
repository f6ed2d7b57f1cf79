//go:build linux && (amd64 || arm64)

package miner

import (
	"syscall"
	"unsafe"
)

// receive and transmit ask the kernel without telling Go's scheduler, which makes room for a call that may
// take long at each one: of a share's time a fifth. These take microseconds, since they wait for nothing:
// the sockets of package net do not block, and the flags say so again.
func receive(fd int, b []byte) (int, error) {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_RECVFROM, uintptr(fd), uintptr(unsafe.Pointer(&b[0])),
		uintptr(len(b)), syscall.MSG_DONTWAIT, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
}

// transmit sends as much of b as there is room for, and gives how much: 0 where it fails, too.
func transmit(fd int, b []byte) int {
	n, _, errno := syscall.RawSyscall6(syscall.SYS_SENDTO, uintptr(fd), uintptr(unsafe.Pointer(&b[0])),
		uintptr(len(b)), syscall.MSG_DONTWAIT|syscall.MSG_NOSIGNAL, 0, 0)
	if errno != 0 {
		return 0
	}
	return int(n)
}

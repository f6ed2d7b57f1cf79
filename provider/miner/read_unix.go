//go:build unix

package miner

import "syscall"

// read reads a connection until it ends. Package net asks the kernel for the next message before it waits for
// it, in vain where a client waits for its answer; here a read that did not fill its room is the last one
// before the wait, which is enough on streams (epoll(7), questions and answers, 9). One end is missed that
// way: a client that says the last thing and closes its side at once. See gone.
func (c *conn) read(in incoming) {
	socket, ok := c.nc.(syscall.Conn)
	if !ok {
		readEach(c.nc, in)
		return
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	defer func() { c.fd = none }()
	// Before drained, which says that it is there.
	c.raw = raw
	raw.Read(func(fd uintptr) bool { // false waits until there is more, or for the deadline
		c.fd = int32(fd)
		for {
			room := in.room()
			if len(room) == 0 {
				return true
			}
			n, err := receive(int(fd), room)
			switch {
			case err == syscall.EINTR:
			case err == syscall.EAGAIN:
				return false
			case n <= 0 || !in.came(n):
				return true
			case n < len(room):
				c.drained.Store(true)
				return false
			}
		}
	})
}

// gone reports whether a client has closed its side and nobody was told: looked at once after a message.
func (c *conn) gone() (gone bool) {
	if !c.drained.Swap(false) {
		return false
	}
	c.raw.Control(func(fd uintptr) {
		var one [1]byte
		n, _, err := syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK)
		gone = n == 0 && err == nil
	})
	return gone
}

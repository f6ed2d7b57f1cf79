package web

import (
	"net"
	"sync"
)

// Bounded is a listener that holds at most n connections at the same time; further ones wait in the
// system's queue. It bounds the memory of a server whose clients never finish.
func Bounded(l net.Listener, n int) net.Listener {
	if n <= 0 {
		return l
	}
	return &boundedListener{Listener: l, slots: make(chan struct{}, n)}
}

type boundedListener struct {
	net.Listener
	slots chan struct{}
}

// Accept waits for a free place, then for a connection.
func (l *boundedListener) Accept() (net.Conn, error) {
	l.slots <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.slots
		return nil, err
	}
	return &boundedConn{Conn: c, free: func() { <-l.slots }}, nil
}

type boundedConn struct {
	net.Conn
	once sync.Once
	free func()
}

// Close frees the place once.
func (c *boundedConn) Close() error {
	c.once.Do(c.free)
	return c.Conn.Close()
}

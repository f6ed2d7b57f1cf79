package bounds

import (
	"net"
	"net/http"
	"net/netip"
	"testing"
	"time"
)

// from is a connection from an address.
type from struct {
	net.Conn
	addr   netip.AddrPort
	closed bool
}

func (f *from) RemoteAddr() net.Addr { return net.TCPAddrFromAddrPort(f.addr) }
func (f *from) Close() error         { f.closed = true; return nil }

// One client has only so many connections; idle ones make room, first those of who has most.
func TestConnectionsByClient(t *testing.T) {
	l := LimitConnections(nil, 5, 3)
	open := func(addr string) *from {
		c := &from{addr: netip.MustParseAddrPort(addr)}
		if !l.admit(c) {
			c.closed = true
		}
		return c
	}
	state := func(c *from, s http.ConnState) {
		l.ConnState(&counted{Conn: c, from: l}, s)
		time.Sleep(time.Microsecond) // so that the next is idle later
	}
	a1, a2, a3 := open("192.0.2.1:1"), open("192.0.2.1:2"), open("192.0.2.1:3")
	for _, c := range []*from{a1, a2, a3} {
		state(c, http.StateActive)
	}
	if c := open("192.0.2.1:4"); !c.closed {
		t.Error("a fourth connection of a client with three at work")
	}
	state(a2, http.StateIdle)
	state(a1, http.StateIdle)
	if c := open("192.0.2.1:5"); c.closed || !a2.closed || a1.closed {
		t.Error("the longest idle connection does not make room for another of its client")
	}
	b1, b2 := open("192.0.2.2:1"), open("192.0.2.2:2")
	state(b1, http.StateIdle)
	state(b2, http.StateIdle)
	if c := open("192.0.2.3:1"); c.closed || !a1.closed || b1.closed || b2.closed {
		t.Error("the client with most connections does not make room for a third one")
	}
	if n := len(l.known); n != 5 || l.by[Subscriber(a1.addr.Addr())] != 2 {
		t.Errorf("%d connections are counted, %v", n, l.by)
	}
	(&counted{Conn: b1, from: l}).Close()
	(&counted{Conn: b1, from: l}).Close()
	if len(l.known) != 4 || !b1.closed {
		t.Error("a connection that is closed twice frees another place")
	}
}

package bounds

import (
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"
)

// Connections accepts so many connections in all and so many for each client. It is the listener and the
// ConnState of one http.Server. Where there is no room the longest idle connection is closed for a new one:
// of the same client where that client has too many, else of the client that has the most. Where nothing is
// idle, the new one is closed.
type Connections struct {
	net.Listener
	all, each int

	mu    sync.Mutex
	known map[net.Conn]*connection
	by    map[netip.Prefix]int
}

// connection is one that is open. Only those with idleSince may be closed at any time.
type connection struct {
	of        netip.Prefix
	idleSince time.Time
}

// LimitConnections wraps a listener; each is the bound for one client, 0: as many as there are in all, as
// where a proxy makes all connections.
func LimitConnections(l net.Listener, all, each int) *Connections {
	if each <= 0 || each > all {
		each = all
	}
	return &Connections{Listener: l, all: all, each: each, known: map[net.Conn]*connection{},
		by: map[netip.Prefix]int{}}
}

// Accept gives the next connection for which there is room.
func (l *Connections) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if l.admit(c) {
			return &counted{Conn: c, from: l}, nil
		}
		c.Close()
	}
}

// admit makes room for a connection and counts it; false: there is none.
func (l *Connections) admit(c net.Conn) bool {
	var of netip.Prefix
	if a, err := netip.ParseAddrPort(c.RemoteAddr().String()); err == nil {
		of = Subscriber(a.Addr())
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by[of] >= l.each && !l.closeIdle(func(p netip.Prefix) bool { return p == of }) {
		return false
	}
	if len(l.known) >= l.all {
		most := 0
		for _, n := range l.by {
			most = max(most, n)
		}
		if !l.closeIdle(func(p netip.Prefix) bool { return l.by[p] == most }) &&
			!l.closeIdle(func(netip.Prefix) bool { return true }) {
			return false
		}
	}
	l.known[c] = &connection{of: of}
	l.by[of]++
	return true
}

// closeIdle closes the longest idle connection of some clients; false: none is idle. It is locked.
func (l *Connections) closeIdle(of func(netip.Prefix) bool) bool {
	var oldest net.Conn
	for c, k := range l.known {
		if k.idleSince.IsZero() || !of(k.of) {
			continue
		}
		if oldest == nil || k.idleSince.Before(l.known[oldest].idleSince) {
			oldest = c
		}
	}
	if oldest == nil {
		return false
	}
	oldest.Close()
	l.forget(oldest)
	return true
}

// forget counts a connection no more. It is locked.
func (l *Connections) forget(c net.Conn) {
	k := l.known[c]
	if k == nil {
		return
	}
	delete(l.known, c)
	if l.by[k.of]--; l.by[k.of] == 0 {
		delete(l.by, k.of)
	}
}

// ConnState is for http.Server: it tells which connections are idle. One that has sent no request yet may
// be one that never will, and counts as idle too.
func (l *Connections) ConnState(c net.Conn, state http.ConnState) {
	own, ok := c.(*counted)
	if !ok {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	k := l.known[own.Conn]
	switch {
	case k == nil:
	case state == http.StateIdle || state == http.StateNew:
		k.idleSince = time.Now()
	default:
		k.idleSince = time.Time{}
	}
}

// counted is a connection that is counted until it is closed.
type counted struct {
	net.Conn
	from *Connections
}

// Close frees the place.
func (c *counted) Close() error {
	c.from.mu.Lock()
	c.from.forget(c.Conn)
	c.from.mu.Unlock()
	return c.Conn.Close()
}

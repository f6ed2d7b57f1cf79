package miner

import (
	"bytes"
	"net"
	"time"

	"github.com/assaymining/assay/provider/session"
	"github.com/assaymining/assay/stratum"
)

// incoming is what a protocol makes of the bytes of a connection.
type incoming interface {
	// room is where the next bytes go; none ends the connection.
	room() []byte
	// came takes n bytes that stand there, and reports whether the connection goes on.
	came(n int) bool
}

// readEach reads a connection until it ends, as package net does: a read for each message, and before it
// one that finds nothing yet.
func readEach(nc net.Conn, in incoming) {
	for {
		room := in.room()
		if len(room) == 0 {
			return
		}
		n, err := nc.Read(room)
		if n == 0 && err != nil || !in.came(n) {
			return
		}
	}
}

// pace makes a connection wait that sends more than its messages a second.
type pace struct {
	since time.Time
	n     int
}

// paceEvery is how many messages are counted before the clock is asked.
const paceEvery = 256

func (p *pace) step(perSecond int) {
	if p.n++; p.n%paceEvery != 0 {
		return
	}
	now := time.Now()
	want := time.Duration(paceEvery) * time.Second / time.Duration(perSecond)
	if took := now.Sub(p.since); took < want {
		time.Sleep(want - took)
		now = time.Now()
	}
	p.since = now
}

// patience sets how long the next read may take: until more of a message that has begun, or for a new one.
func (c *conn) patience(begun bool, since time.Time) {
	if begun {
		c.readUntil = since.Add(c.s.o.Limits.Rest)
		c.nc.SetReadDeadline(c.readUntil)
		return
	}
	if c.readUntil.Sub(since) < c.s.o.Limits.Idle/2 {
		c.readUntil = since.Add(c.s.o.Limits.Idle)
		c.nc.SetReadDeadline(c.readUntil)
	}
}

// smallest is the buffer of a connection that rests.
const smallest = 512

// lines are what has come of V1.
type lines struct {
	c     *conn
	in    []byte
	p     pace
	begun time.Time // of what in begins with
}

// serveV1 reads lines.
func (c *conn) serveV1() {
	c.mu.Lock()
	c.v1 = session.NewV1(&c.s.c, c.s.now())
	c.v1.Workers = c // names are asked for on the connection's account
	c.mu.Unlock()
	c.patience(false, time.Now())
	c.read(&lines{c: c, in: make([]byte, 0, smallest)})
	c.linger()
}

func (l *lines) room() []byte {
	if len(l.in) == cap(l.in) {
		if cap(l.in) >= stratum.MaxLine {
			l.c.s.counts.closed.Add(1)
			return nil
		}
		l.in = append(make([]byte, 0, 2*cap(l.in)), l.in...)
	}
	return l.in[len(l.in):cap(l.in)]
}

func (l *lines) came(n int) bool {
	now := time.Now()
	if len(l.in) == 0 {
		l.begun = now
	}
	l.in = l.in[:len(l.in)+n]
	rest, ok := l.take(l.in)
	if !ok {
		return false
	}
	if len(rest) == 0 {
		l.c.patience(false, now)
		if cap(l.in) > smallest {
			l.in = make([]byte, 0, smallest)
		}
		l.in = l.in[:0]
		return true
	}
	if len(rest) < len(l.in) {
		l.begun = time.Now()
	}
	l.c.patience(true, l.begun)
	l.in = l.in[:copy(l.in, rest)]
	return true
}

// take takes the whole lines of b and gives what is left.
func (l *lines) take(b []byte) (rest []byte, ok bool) {
	c := l.c
	for {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			return b, true
		}
		line := bytes.TrimRight(b[:end], "\r")
		b = b[end+1:]
		if len(line) == 0 {
			continue
		}
		l.p.step(c.s.o.Limits.PerSecond)
		if !c.message(func() *session.Heard { return c.v1.Line(line, c.s.now()) }) {
			return nil, false
		}
	}
}

// message does what the session says to a message, and reports whether the connection goes on.
func (c *conn) message(hear func() *session.Heard) bool {
	c.mu.Lock()
	if c.closed || c.ending {
		c.mu.Unlock()
		return false
	}
	d := c.act(hear())
	c.mu.Unlock()
	if !c.finish(&d) {
		return false
	}
	if d.crowded {
		c.unhurried()
	}
	return true
}

package miner

import (
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/assaymining/assay/provider/session"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// conn is one connection. One goroutine reads it; what is to be sent is gathered under mu and sent by whoever
// finds nobody sending, so that a connection that rests costs one goroutine and no buffer.
type conn struct {
	s       *Server
	nc      net.Conn
	address netip.Prefix
	began   int64

	mu   sync.Mutex
	v1   *session.V1
	v2   *session.V2
	seal stratum.Cipher // V2: of what is sent; used by the one who sends alone
	out  *[]byte        // to be sent; nil where there is nothing
	held queue          // answers that wait for the disk, or for one before them that does

	readUntil, writeUntil time.Time // the deadlines that are set

	raw interface{ Control(func(uintptr)) error } // of the socket, when drained was set once

	// Small ones stand together: of a connection that rests each byte is there twenty thousand times.
	fd      int32       // of the socket, for the reader alone while it reads; else none
	drained atomic.Bool // what had come was read to its end, and nobody looked since whether that was all
	bad     int32       // with what follows under mu
	joins   bool        // out ends with an acknowledgement that the next one may join
	sending bool
	handing bool // the reader hands a share to the archive, and sends what comes of it itself
	ending  bool // to be closed when everything is sent
	closed  bool
	works   bool  // a share was taken; the reader's alone
	turn    uint8 // of the connections that are looked at together; the door's
	places  int32 // that it has; the door's, too
	looked  bool  // it was there at a tick before; the ticker's
}

// none is no socket's number.
const none = -1

// buffers are what is gathered to be sent.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 2048); return &b }}

// largest is the largest buffer that is kept for later.
const largest = 16 << 10

// close ends the connection: its reader leaves, and the socket is closed then.
func (c *conn) close() {
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	c.shut()
}

// shut makes reads and writes fail from now on. It waits for nobody, as closing would for who reads.
func (c *conn) shut() {
	half, ok := c.nc.(interface {
		CloseRead() error
		CloseWrite() error
	})
	if !ok {
		c.nc.Close()
		return
	}
	half.CloseRead()
	half.CloseWrite()
}

// put adds to what is sent. mu is held.
func (c *conn) put(b []byte) {
	if len(b) == 0 || c.closed {
		return
	}
	if c.out == nil {
		c.out = buffers.Get().(*[]byte)
		*c.out = (*c.out)[:0]
	}
	if n := len(*c.out); n > 0 && n+len(b) > c.s.o.Limits.Outgoing { // it does not read what it is sent
		c.closed = true
		c.s.counts.closed.Add(1)
		c.shut()
		return
	}
	*c.out = append(*c.out, b...)
	c.joins = false
}

// acknowledge adds an answer to a share that is on disk, to the one before it where V2 allows.
func (c *conn) acknowledge(b []byte) {
	if c.joins && c.out != nil && session.Join(*c.out, b) {
		return
	}
	c.put(b)
	c.joins = c.v2 != nil
}

// answer adds an answer behind those that wait. It gives the answer's number where it has to wait itself.
func (c *conn) answer(b []byte, waits bool) (number int) {
	if !waits && c.held.empty() {
		c.put(b)
		return 0
	}
	return c.held.add(b, waits)
}

// durable is the archive's word that the share of an answer is on disk.
func (c *conn) durable(number int, err error) {
	c.mu.Lock()
	if err != nil || c.closed { // the archive is closed: nothing is acknowledged any more
		c.closed = true
		c.mu.Unlock()
		c.shut()
		return
	}
	c.held.ready(number)
	for {
		b, taken, ok := c.held.next()
		if !ok {
			break
		}
		if taken {
			c.acknowledge(b)
		} else {
			c.put(b)
		}
	}
	send := !c.handing && c.sends()
	c.mu.Unlock()
	if send {
		go c.send(none) // a client that reads slowly holds up nobody else
	}
}

// crowded reports whether as much waits for the disk as a connection may have waiting. mu is held.
func (c *conn) crowded() bool {
	l := &c.s.o.Limits
	return !c.closed && (c.held.length() >= l.Waiting || c.held.size() >= l.Outgoing/2)
}

// unhurried reads no further while too much waits for the disk.
func (c *conn) unhurried() {
	for crowded := true; crowded; {
		time.Sleep(2 * time.Millisecond)
		c.mu.Lock()
		crowded = c.crowded()
		c.mu.Unlock()
	}
}

// sends reports whether the caller is to send: nobody does, and there is something. mu is held.
func (c *conn) sends() bool {
	if c.sending || c.closed || c.out == nil && !(c.ending && c.held.empty()) {
		return false
	}
	c.sending = true
	return true
}

// send sends what is gathered until nothing is, over the socket itself where the reader knows its number.
func (c *conn) send(fd int) {
	for {
		c.mu.Lock()
		b := c.out
		c.out, c.joins = nil, false
		if b == nil || c.closed {
			c.sending = false
			end := c.ending && c.held.empty() || c.closed
			c.mu.Unlock()
			if end {
				c.close()
			}
			return
		}
		c.mu.Unlock()
		err := c.write(b, fd)
		if cap(*b) <= largest {
			buffers.Put(b)
		}
		if err != nil {
			c.close()
		}
	}
}

func (c *conn) write(b *[]byte, fd int) error {
	if c.v2 == nil {
		return c.push(*b, fd)
	}
	sealed := buffers.Get().(*[]byte)
	*sealed = (*sealed)[:0]
	for rest := *b; len(rest) > 0; { // frame by frame: each is sealed by itself
		n := stratum.FrameHead + (int(rest[3]) | int(rest[4])<<8 | int(rest[5])<<16)
		*sealed = c.seal.Seal(*sealed, rest[:n])
		rest = rest[n:]
	}
	err := c.push(*sealed, fd)
	if cap(*sealed) <= largest {
		buffers.Put(sealed)
	}
	return err
}

// push sends bytes: at once what the socket has room for, the rest when it has.
func (c *conn) push(b []byte, fd int) error {
	if fd != none {
		if b = b[transmit(fd, b):]; len(b) == 0 {
			return nil
		}
	}
	// Deadlines are set when half of them is gone: each costs as much as half a share.
	if now := time.Now(); c.writeUntil.Sub(now) < c.s.o.Limits.Write {
		c.writeUntil = now.Add(2 * c.s.o.Limits.Write)
		c.nc.SetWriteDeadline(c.writeUntil)
	}
	_, err := c.nc.Write(b)
	return err
}

// keptRoom is the room for notifications that a session keeps from one message to the next.
const keptRoom = 256

// deed is what is left to be done about a message when mu is let go.
type deed struct {
	send, ending bool
	crowded      bool
	taken        bool
	share        share.Share
	hash         [32]byte
	number       int // of the answer that waits for the share
}

// act does what a session said about a message. mu is held; finish does the rest without it.
func (c *conn) act(h *session.Heard) (d deed) {
	s := c.s
	if h.Judged.Block {
		s.block(&h.Judged, &h.Share)
	}
	s.count(h)
	switch {
	case h.Taken:
		c.bad = max(c.bad-1, 0)
		d = deed{taken: true, share: h.Share, hash: h.Judged.Hash, number: c.answer(h.Answer, true)}
	case len(h.Answer) > 0:
		c.answer(h.Answer, false)
	}
	if h.Bad {
		c.bad++
	}
	c.put(h.Push)
	if cap(h.Push) > keptRoom { // a session that rests keeps no room for jobs
		h.Push = nil
	}
	if h.End || int(c.bad) > s.o.Limits.Bad {
		c.ending = true
		s.counts.closed.Add(1)
	}
	c.handing = d.taken
	d.send, d.ending, d.crowded = !d.taken && c.sends(), c.ending, c.crowded()
	return d
}

// finish hands a share to the archive, sends what is to be sent, and reports whether the connection goes on.
func (c *conn) finish(d *deed) bool {
	if d.taken {
		if !c.works {
			c.works = true
			c.s.door.works(c)
		}
		number := d.number
		c.s.o.Archive.Append(d.share, d.hash, func(err error) { c.durable(number, err) })
		c.mu.Lock()
		c.handing = false
		d.send = c.sends()
		c.mu.Unlock()
	}
	if d.send {
		c.send(int(c.fd))
	}
	return !d.ending
}

func (s *Server) count(h *session.Heard) {
	switch h.Code {
	case "":
		if h.Taken {
			s.counts.taken.Add(1)
		}
		return
	case stratum.Stale:
		s.counts.stale.Add(1)
	case stratum.Duplicate:
		s.counts.duplicate.Add(1)
	case stratum.LowDifficulty:
		s.counts.low.Add(1)
	}
	s.counts.refused.Add(1)
}

// notify hands out the current job.
func (c *conn) notify(clean bool) {
	c.mu.Lock()
	room := buffers.Get().(*[]byte)
	b := (*room)[:0]
	switch {
	case c.v1 != nil:
		b = c.v1.Notify(b, clean)
	case c.v2 != nil:
		b = c.v2.Notify(b)
	}
	c.put(b)
	send := c.sends()
	c.mu.Unlock()
	*room = b
	buffers.Put(room)
	if send {
		go c.send(none)
	}
}

// tick looks at levels, at who never said who he is, and at who has gone.
func (c *conn) tick() {
	if !c.looked { // it may have come this very moment, which is early where a clock runs fast
		c.looked = true
		return
	}
	if c.gone() {
		c.close()
		return
	}
	now := c.s.now()
	c.mu.Lock()
	var h *session.Heard
	ready := false
	switch {
	case c.v1 != nil:
		h, ready = c.v1.Tick(now), c.v1.Ready()
	case c.v2 != nil:
		h, ready = c.v2.Tick(now), c.v2.Ready()
	}
	if !ready && now-c.began > c.s.o.Limits.First.Milliseconds() {
		c.closed = true
		c.mu.Unlock()
		c.s.counts.closed.Add(1)
		c.shut()
		return
	}
	send := false
	if h != nil {
		c.put(h.Push)
		if cap(h.Push) > keptRoom {
			h.Push = nil
		}
		send = c.sends()
	}
	c.mu.Unlock()
	if send {
		go c.send(none)
	}
}

// linger waits, where there is something to be said last, until it is sent, or nobody listens. It reads,
// which nobody may do inside of read.
func (c *conn) linger() {
	c.mu.Lock()
	ending := c.ending
	c.mu.Unlock()
	if !ending {
		return
	}
	c.nc.SetReadDeadline(time.Now().Add(c.s.o.Limits.Rest))
	var sink [64]byte
	for range 1024 {
		if _, err := c.nc.Read(sink[:]); err != nil {
			return
		}
	}
}

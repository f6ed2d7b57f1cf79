// Package bounds says how much one client and all together may have of a server: an allowance of work that
// comes back with time, turns at computing, memory for bodies, connections.
//
// A client is whoever has an address (Subscriber). What a client has is never all there is: beside one that
// asks for as much as it can, others are served.
//
// Nothing in it is promised to other modules.
package bounds

import (
	"net/netip"
	"runtime"
	"time"
)

// Limits bound what one client and all together may ask of the server. Zero fields take the defaults.
type Limits struct {
	PerSecond float64 // judgements a second and client, sustained; below 0: no limit
	Burst     int     // judgements at once before that
	// judgements computed at the same time, half of them, and of the processors, for one client; default
	// one per processor
	Concurrent  int
	Queue       int           // judgements waiting for their turn; more are turned away
	Wait        time.Duration // longest wait of a program for a turn; people wait ten times that
	Patience    time.Duration // longest wait where the client has few waiting before it
	Request     time.Duration // longest computation of one request
	Clients     int           // clients remembered
	BodyBytes   int           // memory for bodies that are read or wait; default 64 MiB
	MarketBytes int           // memory for simulated markets kept, made or used; default 600 MiB
	TrustHeader string        // header of a trusted proxy that names the client; "" trusts none
}

// Filled are the limits with the defaults.
func (l Limits) Filled() Limits {
	set := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	if l.PerSecond == 0 {
		l.PerSecond = 20
	}
	if l.Wait == 0 {
		l.Wait = 150 * time.Millisecond
	}
	if l.Patience == 0 {
		l.Patience = 2 * time.Second
	}
	if l.Request == 0 {
		l.Request = 10 * time.Second
	}
	set(&l.Burst, 60)
	set(&l.Concurrent, runtime.GOMAXPROCS(0))
	set(&l.Queue, 16*l.Concurrent)
	set(&l.Clients, 10_000)
	set(&l.BodyBytes, 64<<20)
	set(&l.MarketBytes, 600<<20)
	return l
}

// each is how many turns one client has at a time. A turn keeps a processor busy, so that whoever had more
// turns than half of the processors would leave others little of them.
func (l Limits) each() int { return max(1, min(l.Concurrent, runtime.GOMAXPROCS(0))/2) }

// Subscriber is what counts as one client: an IPv4 address, or what one subscriber is commonly given of
// IPv6 (RFC 6177). All without an address are one.
func Subscriber(addr netip.Addr) netip.Prefix {
	bits := 32
	if addr = addr.Unmap(); addr.Is6() {
		bits = 64
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

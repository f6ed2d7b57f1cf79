package miner

import (
	"errors"
	"io"
	"runtime"
	"sync"
	"syscall"
	"time"

	"github.com/assaymining/assay/provider/session"
	"github.com/assaymining/assay/stratum"
)

// handshakesMost is how many handshakes are computed at a time: each takes two milliseconds of a core, and
// shares must not wait for a thousand miners who come back at once.
func handshakesMost() int { return max(1, runtime.GOMAXPROCS(0)/2) }

// keys are the server's side of handshakes.
type keys struct {
	s          *Server
	secret     [32]byte // the authority's
	authorityX [32]byte

	mu      sync.Mutex
	server  stratum.Responder
	renewed time.Time
}

// Certificates are made anew each hour and are good for a day, so that a restart does not cut anybody off.
const (
	renewEvery = time.Hour
	goodFor    = 24 * time.Hour
)

func newKeys(s *Server, authority [32]byte) (*keys, error) {
	k := &keys{s: s, secret: authority}
	pair, err := stratum.NewKey(authority, lockedRand{s})
	if err != nil {
		return nil, err
	}
	k.authorityX = pair.X()
	static, err := s.newKey()
	if err != nil {
		return nil, err
	}
	k.server.Static = static
	_, err = k.responder()
	return k, err
}

// responder is the server's half of a handshake, its certificate not older than an hour.
func (k *keys) responder() (stratum.Responder, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	now := k.s.o.Now()
	if age := now.Sub(k.renewed); age >= 0 && age < renewEvery {
		return k.server, nil
	}
	from, until := now.Add(-renewEvery), now.Add(goodFor)
	c, err := stratum.Certify(k.secret, k.server.Static.X(), uint32(from.Unix()), uint32(until.Unix()))
	if err != nil {
		return stratum.Responder{}, err
	}
	k.server.Certificate, k.renewed = c, now
	return k.server, nil
}

// lockedRand is the server's randomness as a reader.
type lockedRand struct{ s *Server }

func (r lockedRand) Read(b []byte) (int, error) { return len(b), r.s.draw(b) }

// newKey draws a key pair.
func (s *Server) newKey() (stratum.Key, error) {
	for {
		var secret [32]byte
		if err := s.draw(secret[:]); err != nil {
			return stratum.Key{}, err
		}
		if k, err := stratum.NewKey(secret, lockedRand{s}); err == nil {
			return k, nil // a secret beyond the curve is drawn once in 2^128
		}
	}
}

// handshake makes a connection's ciphers.
func (c *conn) handshake() (stratum.Ciphers, error) {
	var none stratum.Ciphers
	c.nc.SetDeadline(time.Now().Add(c.s.o.Limits.First))
	var act1 [stratum.Act1Size]byte
	if _, err := io.ReadFull(c.nc, act1[:]); err != nil {
		return none, err
	}
	select {
	case c.s.shaking <- struct{}{}:
	case <-c.s.stop:
		return none, errors.New("the server is closed")
	}
	server, err := c.s.keys.responder()
	var act2 []byte
	var both stratum.Ciphers
	if err == nil {
		var ephemeral stratum.Key
		if ephemeral, err = c.s.newKey(); err == nil {
			act2, both, err = server.Answer(act1, ephemeral)
		}
	}
	<-c.s.shaking
	if err != nil {
		return none, err
	}
	_, err = c.nc.Write(act2)
	return both, err
}

// serveV2 makes the handshake and reads frames.
func (c *conn) serveV2() {
	both, err := c.handshake()
	if err != nil {
		c.s.counts.closed.Add(1)
		return
	}
	c.mu.Lock()
	c.v2, c.seal = session.NewV2(&c.s.c), both.ToClient
	c.v2.Workers, c.v2.Places = c, c // names and channels are on the connection's account
	c.mu.Unlock()
	r := &frames{c: c, open: both.ToServer, in: make([]byte, 0, smallest)}
	c.patience(false, time.Now())
	c.read(r)
	c.linger()
}

// frames opens what comes and takes whole frames.
type frames struct {
	c      *conn
	open   stratum.Cipher
	in     []byte
	begun  time.Time // of the frame in hand
	headed bool      // the head of the frame in hand is open
	frame  stratum.Frame
	length int
	p      pace
}

// want is how many bytes the next step needs.
func (r *frames) want() int {
	if r.headed {
		return stratum.SealedSize(r.length)
	}
	return stratum.SealedHead
}

func (r *frames) room() []byte {
	if want := r.want(); cap(r.in) < want {
		r.in = append(make([]byte, 0, want), r.in...)
	}
	return r.in[len(r.in):cap(r.in)]
}

func (r *frames) came(n int) bool {
	now := time.Now()
	if len(r.in) == 0 && !r.headed {
		r.begun = now
	}
	r.in = r.in[:len(r.in)+n]
	rest, ok := r.take(r.in)
	if !ok {
		return false
	}
	if len(rest) == 0 && !r.headed {
		r.c.patience(false, now)
		if cap(r.in) > smallest {
			r.in = make([]byte, 0, smallest)
		}
		r.in = r.in[:0]
		return true
	}
	if len(rest) < len(r.in) {
		r.begun = time.Now()
	}
	r.c.patience(true, r.begun)
	r.in = r.in[:copy(r.in, rest)]
	return true
}

// take opens what is whole in b and gives what is left.
func (r *frames) take(b []byte) (rest []byte, ok bool) {
	c := r.c
	for len(b) >= r.want() {
		if !r.headed {
			var err error
			r.frame, r.length, err = r.open.OpenHead([stratum.SealedHead]byte(b))
			if err != nil || r.length > stratum.MaxPayload {
				c.s.counts.closed.Add(1)
				return nil, false
			}
			b = b[stratum.SealedHead:]
			r.headed = true
			continue
		}
		payload, err := r.open.OpenPayload(b[:r.want()])
		if err != nil {
			c.s.counts.closed.Add(1)
			return nil, false
		}
		b = b[r.want():]
		r.headed = false
		r.frame.Payload = payload
		if !r.frameIn() {
			return nil, false
		}
	}
	return b, true
}

// frameIn hands the frame in hand to the session.
func (r *frames) frameIn() bool {
	c := r.c
	r.p.step(c.s.o.Limits.PerSecond)
	return c.message(func() *session.Heard { return c.v2.Frame(r.frame, c.s.now()) })
}

// tooMany reports whether accepting failed since too many files are open.
func tooMany(err error) bool {
	return errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE)
}

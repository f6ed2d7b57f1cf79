// Package swarm mines with the processor over Stratum V1 and V2: for demonstrations and tests, where a share
// has some thousand hashes.
//
// Main types: Options, Share, Tally; MineV1 and MineV2 mine until their context ends and say what came of it.
// Each share is told when the server has answered it, so that both sides can be held against each other.
//
// It checks what a miner can check: the server's certificate, and that acknowledgements count right. It takes
// a server's word for nothing that it can compute itself. Nothing in it is promised to other modules.
package swarm

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"math/big"
	"net"
	"sync"
	"time"

	"github.com/assaymining/assay/share"
)

// Options are how one miner mines.
type Options struct {
	User      string      // "facility.worker"
	Level     share.Level // that it asks for; 0 asks for none
	Rate      float64     // hashes a second at most; 0 is as many as the processor makes
	Most      int         // shares after which it ends; 0 goes on
	Standard  bool        // V2: a standard channel, as header-only devices open
	Rolls     bool        // it rolls version bits
	Authority [32]byte    // V2: the key that the server's certificate is signed with
	// Now is the clock by which V2 judges the server's certificate; nil is the system's.
	Now func() time.Time
	// Answered is told of each share when the server has answered it; refused says why, empty where it was
	// taken. It may be nil.
	Answered func(s Share, refused string)
}

// Share is a share that was handed in.
type Share struct {
	Hash [32]byte // of its header, in the order of SHA-256's output
	Job  string   // as the server named it
	Sent time.Time
}

// Tally is what came of mining.
type Tally struct {
	Accepted, Refused int
	Hashes            uint64
}

// task is what there is to be hashed.
type task struct {
	name      string
	number    uint32 // of V2
	header    [80]byte
	target    [32]byte // little-endian
	coinbase1 []byte   // up to and with the server's extranonce; nil where the root is fixed
	coinbase2 []byte
	branches  [][32]byte
	version   uint32
}

// en2Size is the extranonce that the server leaves to us.
const en2Size = share.Extranonce2

// turn makes the header of an extranonce.
func (t *task) turn(en2 [en2Size]byte) {
	if t.coinbase1 == nil {
		return
	}
	b := make([]byte, 0, len(t.coinbase1)+en2Size+len(t.coinbase2))
	b = append(b, t.coinbase1...)
	b = append(b, en2[:]...)
	b = append(b, t.coinbase2...)
	root := share.Hash(b)
	for _, branch := range t.branches {
		root = share.Hash(append(append(make([]byte, 0, 64), root[:]...), branch[:]...))
	}
	copy(t.header[36:], root[:])
}

// found is a share to be handed in.
type found struct {
	task    *task
	en2     [en2Size]byte
	nonce   uint32
	time    uint32
	version uint32
	hash    [32]byte
}

// miner is one connection's state.
type miner struct {
	o     Options
	mu    sync.Mutex
	work  *task
	fresh chan struct{} // work is there for the first time
	once  sync.Once
	tally Tally
	ended context.CancelFunc
	wait  []pending // shares that are not answered, oldest first
}

type pending struct {
	id    uint32
	share Share
}

func newMiner(o Options) *miner { return &miner{o: o, fresh: make(chan struct{})} }

// set makes a task the one to work on.
func (m *miner) set(t *task) {
	m.mu.Lock()
	m.work = t
	m.mu.Unlock()
	m.once.Do(func() { close(m.fresh) })
}

func (m *miner) current() *task {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.work
}

// errEnough says that as many shares are handed in as were wanted.
var errEnough = errors.New("enough shares")

// await notes a share before it is sent; false says that there are enough.
func (m *miner) await(id uint32, f *found) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.o.Most > 0 && m.tally.Accepted+m.tally.Refused+len(m.wait) >= m.o.Most {
		return false
	}
	m.wait = append(m.wait, pending{id, Share{Hash: f.hash, Job: f.task.name, Sent: time.Now()}})
	return true
}

// answered ends the waiting of shares: the one with id, or all up to it. It gives how many there were.
func (m *miner) answered(id uint32, upTo bool, refused string) int {
	m.mu.Lock()
	var told []Share
	kept := m.wait[:0]
	reached := false
	for _, p := range m.wait {
		if p.id == id || upTo && !reached {
			told = append(told, p.share)
			reached = reached || p.id == id
			continue
		}
		kept = append(kept, p)
	}
	m.wait = kept
	if refused == "" {
		m.tally.Accepted += len(told)
	} else {
		m.tally.Refused += len(told)
	}
	enough := m.o.Most > 0 && m.tally.Accepted+m.tally.Refused >= m.o.Most
	m.mu.Unlock()
	if m.o.Answered != nil {
		for _, s := range told {
			m.o.Answered(s, refused)
		}
	}
	if enough {
		m.ended()
	}
	return len(told)
}

// mine hashes until the context ends and hands each share to submit.
func (m *miner) mine(ctx context.Context, submit func(*found) error) error {
	select {
	case <-ctx.Done():
		return nil
	case <-m.fresh:
	}
	var draw [8]byte
	if _, err := rand.Read(draw[:]); err != nil {
		return err
	}
	counter := binary.LittleEndian.Uint64(draw[:]) >> 16
	began := time.Now()
	for ctx.Err() == nil {
		t := m.current()
		counter++
		local := *t
		var en2 [en2Size]byte
		binary.BigEndian.PutUint64(en2[:], counter)
		local.turn(en2)
		if err := m.sweep(ctx, t, &local, en2, counter, submit, began); err != nil {
			return err
		}
	}
	return nil
}

// rolled are the version bits that are turned where Options.Rolls is set: three of BIP 320's.
const rolled uint32 = 7 << 13

// sweepSize is how many nonces are tried before other work is looked for.
const sweepSize = 4096

func (m *miner) sweep(ctx context.Context, t, local *task, en2 [en2Size]byte, counter uint64,
	submit func(*found) error, began time.Time) error {
	f := found{task: t, en2: en2, version: local.version}
	f.time = binary.LittleEndian.Uint32(local.header[68:])
	if m.o.Rolls {
		f.version |= uint32(counter%8) << 13
		binary.LittleEndian.PutUint32(local.header[0:], f.version)
	}
	base := uint32(0)
	if local.coinbase1 == nil { // the root is fixed: nonces alone differ
		base = uint32(counter * sweepSize)
	}
	for n := range uint32(sweepSize) {
		f.nonce = base + n
		binary.LittleEndian.PutUint32(local.header[76:], f.nonce)
		f.hash = share.Hash(local.header[:])
		if !below(&f.hash, &local.target) {
			continue
		}
		m.pace(ctx, uint64(n), began)
		if ctx.Err() != nil {
			return nil
		}
		if err := submit(&f); errors.Is(err, errEnough) {
			<-ctx.Done() // until the last ones are answered
			return nil
		} else if err != nil {
			return err
		}
		if m.current() != t {
			break
		}
	}
	m.mu.Lock()
	m.tally.Hashes += sweepSize
	m.mu.Unlock()
	m.pace(ctx, 0, began)
	return nil
}

// pace waits until as many hashes are due.
func (m *miner) pace(ctx context.Context, more uint64, began time.Time) {
	if m.o.Rate <= 0 {
		return
	}
	m.mu.Lock()
	hashes := m.tally.Hashes + more
	m.mu.Unlock()
	due := time.Duration(float64(hashes) / m.o.Rate * float64(time.Second))
	if rest := due - time.Since(began); rest > 0 {
		select {
		case <-ctx.Done():
		case <-time.After(rest):
		}
	}
}

func below(hash, target *[32]byte) bool {
	for i := 31; i >= 0; i-- {
		if hash[i] != target[i] {
			return hash[i] < target[i]
		}
	}
	return true
}

// targetOf is V1's target of a difficulty: 0xffff x 2^208 over it, little-endian.
func targetOf(difficulty string) ([32]byte, error) {
	d, ok := new(big.Rat).SetString(difficulty)
	if !ok || d.Sign() <= 0 {
		return [32]byte{}, errors.New("no difficulty: " + difficulty)
	}
	one := new(big.Int).Lsh(big.NewInt(0xffff), 208)
	n := new(big.Int).Mul(one, d.Denom())
	n.Quo(n, d.Num())
	if n.BitLen() > 256 {
		n.Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	}
	return share.Printed([32]byte(n.FillBytes(make([]byte, 32)))), nil
}

// run mines over a connection: read takes what comes, submit hands in.
func (m *miner) run(
	ctx context.Context,
	nc net.Conn,
	read func() error,
	submit func(*found) error,
) (Tally, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	m.ended = cancel
	over := context.AfterFunc(ctx, func() { nc.Close() })
	defer over()
	reading := make(chan error, 1)
	go func() {
		err := read()
		cancel()
		reading <- err
	}()
	err := m.mine(ctx, submit)
	done := ctx.Err() != nil
	cancel()
	nc.Close()
	if e := <-reading; e != nil && !errors.Is(e, net.ErrClosed) {
		err = e
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if done && errors.Is(err, net.ErrClosed) {
		err = nil
	}
	return m.tally, err
}

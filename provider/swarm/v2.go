package swarm

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"net"
	"strconv"
	"time"

	"github.com/assaymining/assay/stratum"
)

// Conn is a connection of Stratum V2 whose handshake is done.
type Conn struct {
	nc   net.Conn
	both stratum.Ciphers
}

// DialV2 makes the handshake with the server at an address and checks its certificate by the system's clock.
func DialV2(ctx context.Context, address string, authority [32]byte) (*Conn, error) {
	return dialV2(ctx, address, authority, time.Now)
}

func dialV2(ctx context.Context, address string, authority [32]byte, now func() time.Time) (*Conn, error) {
	var d net.Dialer
	nc, err := d.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	c := &Conn{nc: nc}
	if err := c.handshake(authority, now); err != nil {
		nc.Close()
		return nil, fmt.Errorf("handshake with %s: %w", address, err)
	}
	return c, nil
}

func (c *Conn) handshake(authority [32]byte, now func() time.Time) error {
	var secret [32]byte
	if _, err := rand.Read(secret[:]); err != nil {
		return err
	}
	key, err := stratum.NewKey(secret, rand.Reader)
	if err != nil {
		return err
	}
	i := stratum.NewInitiator(key)
	act1 := i.Act1()
	if _, err := c.nc.Write(act1[:]); err != nil {
		return err
	}
	var act2 [stratum.Act2Size]byte
	if _, err := io.ReadFull(c.nc, act2[:]); err != nil {
		return err
	}
	c.both, err = i.Finish(act2, authority, uint32(now().Unix()))
	return err
}

// Send sends a message.
func (c *Conn) Send(m stratum.Message) error {
	_, err := c.nc.Write(c.both.ToServer.Seal(nil, stratum.AppendMessage(nil, m)))
	return err
}

// Receive waits for a frame.
func (c *Conn) Receive() (stratum.Frame, error) {
	var head [stratum.SealedHead]byte
	if _, err := io.ReadFull(c.nc, head[:]); err != nil {
		return stratum.Frame{}, err
	}
	f, n, err := c.both.ToClient.OpenHead(head)
	if err != nil {
		return f, err
	}
	sealed := make([]byte, stratum.SealedSize(n))
	if _, err := io.ReadFull(c.nc, sealed); err != nil {
		return f, err
	}
	f.Payload, err = c.both.ToClient.OpenPayload(sealed)
	return f, err
}

// Close ends the connection.
func (c *Conn) Close() error { return c.nc.Close() }

type clientV2 struct {
	*miner
	conn    *Conn
	next    uint32
	channel uint32
	prefix  []byte
	target  [32]byte
	future  map[uint32]*task // by job
	prev    stratum.SetNewPrevHash
}

// MineV2 is MineV1 over Stratum V2, on one channel.
func MineV2(ctx context.Context, address string, o Options) (Tally, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	conn, err := dialV2(ctx, address, o.Authority, o.Now)
	if err != nil {
		return Tally{}, err
	}
	c := &clientV2{miner: newMiner(o), conn: conn, future: map[uint32]*task{}}
	if err := c.hello(); err != nil {
		conn.Close()
		return Tally{}, err
	}
	return c.run(ctx, conn.nc, c.read, c.submit)
}

// hello sets the connection up and opens the channel; the answer to each is the very next frame.
func (c *clientV2) hello() error {
	setup := &stratum.SetupConnection{MinVersion: stratum.Version, MaxVersion: stratum.Version}
	setup.Vendor = "assay-swarm"
	if c.o.Standard {
		setup.Flags = stratum.RequiresStandardJobs
	}
	if err := c.conn.Send(setup); err != nil {
		return err
	}
	f, err := c.conn.Receive()
	if err != nil || f.Type != stratum.TypeSetupSuccess {
		return fmt.Errorf("the answer to setup is of type %#x: %w", f.Type, err)
	}
	open := &stratum.OpenChannel{Extended: !c.o.Standard, Request: 1, User: c.o.User, MinExtranonce: en2Size}
	if c.o.Level > 0 { // said as a hashrate, and held to by the largest target
		open.Hashrate = float32(math.Exp2(float64(c.o.Level)) / 3)
	}
	for i := range open.MaxTarget {
		open.MaxTarget[i] = 0xff
	}
	if err := c.conn.Send(open); err != nil {
		return err
	}
	if f, err = c.conn.Receive(); err != nil {
		return err
	}
	answer := stratum.OpenSuccess{Extended: open.Extended}
	if f.Type != answer.Type() {
		var no stratum.OpenError
		no.Parse(f.Payload)
		return fmt.Errorf("the channel is refused: %s", no.Code)
	}
	if err := answer.Parse(f.Payload); err != nil {
		return err
	}
	c.channel, c.prefix, c.target = answer.Channel, answer.Prefix, answer.Target
	return nil
}

func (c *clientV2) read() error {
	for {
		f, err := c.conn.Receive()
		if err != nil {
			return err
		}
		if err := c.take(f); err != nil {
			return err
		}
	}
}

func (c *clientV2) take(f stratum.Frame) error {
	switch f.Type {
	case stratum.TypeNewMiningJob:
		var m stratum.NewMiningJob
		if err := m.Parse(f.Payload); err != nil {
			return err
		}
		t := &task{number: m.Job, version: m.Version, target: c.target}
		copy(t.header[36:], m.Root[:])
		c.job(t, m.Future, m.MinTime)
	case stratum.TypeNewExtendedMiningJob:
		var m stratum.NewExtendedMiningJob
		if err := m.Parse(f.Payload); err != nil {
			return err
		}
		c.job(&task{
			number: m.Job, version: m.Version, target: c.target, branches: m.Branches,
			coinbase1: append(append([]byte(nil), m.Prefix...), c.prefix...),
			coinbase2: append([]byte(nil), m.Suffix...),
		}, m.Future, m.MinTime)
	case stratum.TypeSetNewPrevHash:
		if err := c.prev.Parse(f.Payload); err != nil {
			return err
		}
		t := c.future[c.prev.Job]
		if t == nil {
			return fmt.Errorf("SetNewPrevHash names job %d, which is not a future one", c.prev.Job)
		}
		clear(c.future)
		c.start(t, c.prev.MinTime)
	case stratum.TypeSetTarget:
		var m stratum.SetTarget
		if err := m.Parse(f.Payload); err != nil {
			return err
		}
		c.target = m.Target
	case stratum.TypeSubmitSharesSuccess:
		var m stratum.SubmitSuccess
		if err := m.Parse(f.Payload); err != nil {
			return err
		}
		if n := c.answered(m.Sequence, true, ""); n != int(m.Count) {
			return fmt.Errorf("%d shares are acknowledged up to %d, and %d were sent", m.Count, m.Sequence, n)
		}
	case stratum.TypeSubmitSharesError:
		var m stratum.SubmitError
		if err := m.Parse(f.Payload); err != nil {
			return err
		}
		c.answered(m.Sequence, false, string(m.Code))
	}
	return nil
}

func (c *clientV2) job(t *task, future bool, time uint32) {
	t.name = strconv.FormatUint(uint64(t.number), 10)
	binary.LittleEndian.PutUint32(t.header[0:], t.version)
	if future {
		c.future[t.number] = t
		return
	}
	c.start(t, time)
}

// start works on a task, on the previous block that was told last.
func (c *clientV2) start(t *task, time uint32) {
	copy(t.header[4:], c.prev.Prev[:])
	binary.LittleEndian.PutUint32(t.header[68:], time)
	binary.LittleEndian.PutUint32(t.header[72:], c.prev.Bits)
	c.set(t)
}

func (c *clientV2) submit(f *found) error {
	m := &stratum.SubmitShares{
		Extended: !c.o.Standard, Channel: c.channel, Sequence: c.next, Job: f.task.number, Nonce: f.nonce,
		Time: f.time, Version: f.version,
	}
	if m.Extended {
		m.Extranonce = f.en2[:]
	}
	if !c.await(c.next, f) {
		return errEnough
	}
	c.next++
	return c.conn.Send(m)
}

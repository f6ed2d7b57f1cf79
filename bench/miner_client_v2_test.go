package bench

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"sync"
	"time"

	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/stratum"
)

// clientV2 is a header-only device: a standard channel of V2 under its handshake.
type clientV2 struct {
	conn    *swarm.Conn
	header  [80]byte
	channel uint32
	job     uint32
	nonce   uint32
	found   []uint32 // nonces of shares
	next    uint32
}

// benchAuthority is the public key that the servers' certificates are signed by.
var benchAuthority = sync.OnceValue(func() [32]byte {
	key, err := stratum.NewKey([32]byte{31: 7}, rand.Reader)
	if err != nil {
		panic(err)
	}
	return key.X()
})

func connectV2(s *child) (minerClient, error) {
	ctx, cancel := context.WithTimeout(context.Background(), firstWork)
	defer cancel()
	conn, err := swarm.DialV2(ctx, s.v2, benchAuthority())
	if err != nil {
		return nil, err
	}
	late := time.AfterFunc(firstWork, func() { conn.Close() })
	defer late.Stop()
	c := &clientV2{conn: conn}
	if err := c.begin(); err != nil {
		conn.Close()
		return nil, err
	}
	return c, nil
}

// begin opens a standard channel and waits for its first job.
func (c *clientV2) begin() error {
	open := &stratum.OpenChannel{User: "farm.w"}
	for i := range open.MaxTarget {
		open.MaxTarget[i] = 0xff
	}
	for _, m := range []stratum.Message{
		&stratum.SetupConnection{MinVersion: 2, MaxVersion: 2, Flags: stratum.RequiresStandardJobs}, open,
	} {
		if err := c.conn.Send(m); err != nil {
			return err
		}
	}
	le := binary.LittleEndian
	for {
		f, err := c.conn.Receive()
		if err != nil {
			return err
		}
		switch f.Type {
		case stratum.TypeNewMiningJob:
			var m stratum.NewMiningJob
			err = m.Parse(f.Payload)
			c.channel, c.job = m.Channel, m.Job
			le.PutUint32(c.header[0:], m.Version)
			copy(c.header[36:], m.Root[:])
		case stratum.TypeSetNewPrevHash:
			var m stratum.SetNewPrevHash
			err = m.Parse(f.Payload)
			copy(c.header[4:], m.Prev[:])
			le.PutUint32(c.header[68:], m.MinTime)
			le.PutUint32(c.header[72:], m.Bits)
			return err
		case stratum.TypeSetupError, stratum.TypeOpenError:
			return fmt.Errorf("refused: %#x", f.Type)
		}
		if err != nil {
			return err
		}
	}
}

func (c *clientV2) find() {
	for {
		c.nonce++
		binary.LittleEndian.PutUint32(c.header[76:], c.nonce)
		if share.MinLevel.Met(share.Hash(c.header[:])) {
			c.found = append(c.found, c.nonce)
			return
		}
	}
}

func (c *clientV2) submit() (time.Duration, error) {
	le := binary.LittleEndian
	m := &stratum.SubmitShares{
		Channel: c.channel, Sequence: c.next, Job: c.job, Nonce: c.found[0], Time: le.Uint32(c.header[68:]),
		Version: le.Uint32(c.header[0:]),
	}
	c.found = c.found[1:]
	c.next++
	began := time.Now()
	if err := c.conn.Send(m); err != nil {
		return 0, err
	}
	for {
		f, err := c.conn.Receive()
		if err != nil {
			return 0, err
		}
		switch f.Type {
		case stratum.TypeSubmitSharesSuccess:
			return time.Since(began), nil
		case stratum.TypeSubmitSharesError:
			return 0, fmt.Errorf("refused: %x", f.Payload)
		}
	}
}

func (c *clientV2) close() { c.conn.Close() }
